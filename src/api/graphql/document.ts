import type { DocumentNode } from 'graphql'
import { GraphQLError, parse, visit } from 'graphql'
import { apiError } from '../../reads/errors'
import type { Limits } from '../limits'

/** Maximum levels of lists and objects in variables: graphql-js reads them recursively. */
const MAX_NESTING = 100

/**
 * Parses a document, unless its validation would already be expensive.
 *
 * @throws ApiError LIMIT_EXCEEDED for too many tokens or aliases
 * @throws GraphQLError GRAPHQL_PARSE_FAILED, with the location
 */
export function parseDocument(
  source: string,
  limits: Pick<Limits, 'tokens' | 'aliases'>,
): DocumentNode {
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
