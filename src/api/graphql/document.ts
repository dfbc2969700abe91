import type { DocumentNode } from 'graphql'
import { GraphQLError, Lexer, parse, Source, TokenKind, visit } from 'graphql'
import { apiError } from '../../reads/errors'
import type { Limits } from '../limits'
import { checkOverlaps } from './overlaps'

/** Maximum levels of lists and objects in variables: graphql-js reads them recursively. */
const MAX_NESTING = 100
/** Maximum levels of brackets of a document, of selections, arguments, values and types together, for the same reason. */
const MAX_BRACKETS = 100

const OPENING: ReadonlySet<TokenKind> = new Set([
  TokenKind.BRACE_L,
  TokenKind.BRACKET_L,
  TokenKind.PAREN_L,
])
const CLOSING: ReadonlySet<TokenKind> = new Set([
  TokenKind.BRACE_R,
  TokenKind.BRACKET_R,
  TokenKind.PAREN_R,
])

/**
 * Parses a document, unless its validation would already be expensive.
 *
 * @throws ApiError LIMIT_EXCEEDED for too many levels, tokens, aliases or equal fields; BAD_USER_INPUT for a variable `__proto__`
 * @throws GraphQLError GRAPHQL_PARSE_FAILED, with the location
 */
export function parseDocument(
  source: string,
  limits: Pick<Limits, 'tokens' | 'aliases'>,
): DocumentNode {
  // Few documents have so many brackets at all.
  if (countOf(source, /[{([]/g) > MAX_BRACKETS) requireFlat(source, limits.tokens)
  const document = parseWithin(source, limits.tokens)
  let aliases = 0
  visit(document, {
    Field(node) {
      if (node.alias) aliases++
    },
    VariableDefinition({ variable }) {
      if (variable.name.value !== '__proto__') return
      // graphql-js would take it for a variable without a value, and the filter that uses it for none.
      throw apiError('BAD_USER_INPUT', 'A variable cannot have the name __proto__.', {
        hint: 'Give it another name.',
      })
    },
  })
  if (aliases > limits.aliases) {
    throw apiError('LIMIT_EXCEEDED', `The document has ${aliases} aliases.`, {
      limit: limits.aliases,
      asked: aliases,
      hint: 'Use a list with where: {id_in: [...]} instead of one alias per row.',
    })
  }
  checkOverlaps(document)
  return document
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

/** Reads tokens without recursion, up to the first that the parser would refuse. */
function requireFlat(source: string, maxTokens: number): void {
  const lexer = new Lexer(new Source(source))
  let depth = 0
  try {
    for (let tokens = 0; tokens <= maxTokens; tokens++) {
      const { kind } = lexer.advance()
      if (kind === TokenKind.EOF) return
      if (OPENING.has(kind)) depth++
      else if (CLOSING.has(kind)) depth--
      if (depth > MAX_BRACKETS) break
    }
  } catch {
    // The parser reports it.
    return
  }
  if (depth <= MAX_BRACKETS) return
  throw apiError('LIMIT_EXCEEDED', `The document has more than ${MAX_BRACKETS} levels.`, {
    limit: MAX_BRACKETS,
    hint: 'Follow references in a second query, by id; pass long conditions as variables.',
  })
}

function parseWithin(source: string, maxTokens: number): DocumentNode {
  try {
    return parse(source, { maxTokens })
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    if (error.message.includes('tokens. Parsing aborted')) {
      throw apiError('LIMIT_EXCEEDED', `The document has more than ${maxTokens} tokens.`, {
        limit: maxTokens,
        hint: 'Pass long lists as variables.',
      })
    }
    const { nodes, source, positions } = error
    const extensions = { code: 'GRAPHQL_PARSE_FAILED', http: { spec: true, status: 400 } }
    throw new GraphQLError(error.message, { nodes, source, positions, extensions })
  }
}

/**
 * Checks the values of variables before graphql-js reads them.
 *
 * @throws ApiError LIMIT_EXCEEDED for too many levels, BAD_USER_INPUT for text that is not Unicode
 */
export function checkNesting(variables: unknown): void {
  let level: object[] = isObject(variables) ? [variables] : []
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_NESTING) {
      throw apiError('LIMIT_EXCEEDED', `The variables have more than ${MAX_NESTING} levels.`, {
        limit: MAX_NESTING,
        hint: 'Put conditions next to each other instead of into AND and OR.',
      })
    }
    const below: object[] = []
    for (const value of level) {
      for (const one of Array.isArray(value) ? value : Object.values(value)) {
        if (typeof one === 'string') requireUnicode(one)
        else if (isObject(one)) below.push(one)
      }
    }
    level = below
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Postgres would take another character for half of a pair. */
function requireUnicode(text: string): void {
  if (text.isWellFormed()) return
  throw apiError(
    'BAD_USER_INPUT',
    `A variable has text that is not Unicode: ${JSON.stringify(text.slice(0, 80))}.`,
    {
      hint: 'Remove the lone surrogate, half of a character, from the text.',
    },
  )
}
