import { type DocumentNode, GraphQLError, Kind, parse, print, type SelectionNode } from 'graphql'
import { z } from 'zod'
import { block } from '../fragments'
import { type Operation, ToolError, tool } from '../tool'

/** Characters of a query. */
const MAX_QUERY = 20_000
/** Levels of brackets: what parses a document calls itself for each. */
const MAX_LEVELS = 50
const MAX_TOKENS = 4_000

/** Any query of the API. */
export const query = tool({
  name: 'query',
  title: 'GraphQL query',
  description:
    'For what the other tools do not answer: one GraphQL query, within the cost limit of the API. The schema is the resource linchpin://schema.graphql. Every root field takes `block: {number}`; lists take `where`, `orderBy`, `limit`; ids are lower-case. Ask for few rows: an answer has at most 400,000 characters.',
  args: z.strictObject({
    query: z.string().min(1).max(MAX_QUERY),
    variables: z.record(z.string(), z.unknown()).optional(),
  }),
  units: 'As the descriptions in the schema say.',
  operation: ({ query: text, variables = {} }): Operation => {
    requireShallow(variables)
    return { query: withBlock(text), variables }
  },
})

/**
 * The query, which also selects its block.
 *
 * @throws ToolError if it is not one query
 */
function withBlock(text: string): string {
  requireFlat(text)
  const document = parsed(text)
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  )
  const [operation] = operations
  if (operation === undefined || operations.length > 1) {
    const message = `There are ${operations.length} operations in the query.`
    throw new ToolError('BAD_USER_INPUT', message, 'Send one query.')
  }
  if (operation.operation !== 'query') {
    const message = `A ${operation.operation} is not a query.`
    throw new ToolError('BAD_USER_INPUT', message, 'These tools read only.')
  }
  const selections = [...operation.selectionSet.selections, ...BLOCK_SELECTIONS]
  const withSelections = {
    ...operation,
    selectionSet: { ...operation.selectionSet, selections },
  }
  return print({
    ...document,
    definitions: document.definitions.map((definition) =>
      definition === operation ? withSelections : definition,
    ),
  })
}

/** Before it is parsed: the parser calls itself for each level. */
function requireFlat(text: string): void {
  let levels = 0
  for (const character of text) {
    if ('{[('.includes(character)) levels += 1
    if ('}])'.includes(character)) levels -= 1
    if (levels <= MAX_LEVELS) continue
    const message = `The query has more than ${MAX_LEVELS} levels of brackets.`
    throw new ToolError('LIMIT_EXCEEDED', message, 'Ask for less at once.')
  }
}

/** Before they are written as JSON, which calls itself for each level. */
function requireShallow(variables: object): void {
  let level: unknown[] = [variables]
  for (let levels = 0; level.length > 0; levels += 1) {
    if (levels > MAX_LEVELS) {
      const message = `The variables have more than ${MAX_LEVELS} levels.`
      throw new ToolError('LIMIT_EXCEEDED', message, 'Ask for less at once.')
    }
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    )
  }
}

function parsed(text: string): DocumentNode {
  try {
    return parse(text, { maxTokens: MAX_TOKENS })
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    throw new ToolError('GRAPHQL_PARSE_FAILED', error.message, 'See https://graphql.org/learn.')
  }
}

/** Of the query `{ <selection of the block> }`. */
const BLOCK_SELECTIONS = ((): readonly SelectionNode[] => {
  const [definition] = parse(`{ ${block()} }`).definitions
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('not an operation')
  return definition.selectionSet.selections
})()
