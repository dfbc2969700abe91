import type { DocumentNode } from 'graphql'
import { GraphQLError, Lexer, parse, Source, TokenKind, visit } from 'graphql'
import { apiError } from '../../reads/errors'
import type { Limits } from '../limits'

/** Maximum levels of brackets in a document, and of lists and objects in variables: graphql-js reads them recursively. */
const MAX_NESTING = 100

/**
 * Parses a document, unless its validation would already be expensive.
 *
 * @throws ApiError LIMIT_EXCEEDED for too many tokens, levels or aliases
 * @throws GraphQLError GRAPHQL_PARSE_FAILED, with the location
 */
export function parseDocument(
  source: string,
  limits: Pick<Limits, 'tokens' | 'aliases'>,
): DocumentNode {
  checkLevels(source)
  const document = parseWithin(source, limits.tokens)
  let aliases = 0
  visit(document, {
    Field(node) {
      if (node.alias) aliases++
    },
  })
  if (aliases > limits.aliases) {
    throw apiError('LIMIT_EXCEEDED', `The document has ${aliases} aliases.`, {
      limit: limits.aliases,
      asked: aliases,
      hint: 'Use a list with where: {id_in: [...]} instead of one alias per row.',
    })
  }
  return document
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

const OPENING = new Set<TokenKind>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L])
const CLOSING = new Set<TokenKind>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R])

/** @throws ApiError LIMIT_EXCEEDED for a document whose brackets are nested deeper than a parser may recurse */
function checkLevels(source: string): void {
  // Most documents have few brackets.
  if ((source.match(/[{[(]/g)?.length ?? 0) <= MAX_NESTING) return
  let levels = 0
  for (const kind of tokenKinds(source)) {
    if (OPENING.has(kind)) levels++
    else if (CLOSING.has(kind)) levels--
    if (levels > MAX_NESTING) {
      throw apiError('LIMIT_EXCEEDED', `The document has more than ${MAX_NESTING} levels.`, {
        limit: MAX_NESTING,
        hint: 'Follow references in a second query, by id.',
      })
    }
  }
}

/** Tokens up to the end, or to what is no token: the parser says where. */
function* tokenKinds(source: string): Generator<TokenKind> {
  const lexer = new Lexer(new Source(source))
  try {
    for (;;) {
      const { kind } = lexer.advance()
      if (kind === TokenKind.EOF) return
      yield kind
    }
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
  }
}

/** @throws ApiError LIMIT_EXCEEDED for variables with too many levels */
export function checkNesting(variables: unknown): void {
  let level: unknown[] = [variables]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_NESTING) {
      throw apiError('LIMIT_EXCEEDED', `The variables have more than ${MAX_NESTING} levels.`, {
        limit: MAX_NESTING,
        hint: 'Put conditions next to each other instead of into AND and OR.',
      })
    }
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    )
  }
}
