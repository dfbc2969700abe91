import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { BLOCK_KEY } from './fragments'
import { type Tool, ToolError } from './tool'

/** The answer of the API to an operation. */
export interface GraphqlAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly errors?: readonly GraphqlError[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

interface GraphqlError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** Characters of an answer: what a program that reads it can hold. */
const MAX_ANSWER = 400_000

/** A figure that is null, and why. */
interface Unknown {
  path: string
  reason: string
}

/** The answer of a tool: the data of the API as they are, and what one has to know to read them. */
export function resultOf(tool: Tool, { data, errors, extensions }: GraphqlAnswer): CallToolResult {
  if (errors?.length || !data) return failure(errors ?? [])
  const { [BLOCK_KEY]: block, ...rest } = data
  const answer = {
    block,
    units: tool.units,
    assumptions: assumptionsOf(rest),
    unknown: unknownOf(rest),
    truncated: extensions?.truncated ?? [],
    data: rest,
  }
  const text = JSON.stringify(answer)
  if (text.length > MAX_ANSWER) {
    const message = `The answer has ${text.length} characters; the maximum is ${MAX_ANSWER}.`
    return refused(new ToolError('LIMIT_EXCEEDED', message, 'Ask for fewer rows or fields.'))
  }
  return { content: [{ type: 'text', text }], structuredContent: answer }
}

/** What is said of arguments that cannot be asked. */
export function refused({ code, message, hint }: ToolError): CallToolResult {
  return errorResult([{ code, message, hint }])
}

function failure(errors: readonly GraphqlError[]): CallToolResult {
  return errorResult(
    errors.map(({ message, path, extensions }) => ({
      code: extensions?.code,
      message,
      hint: extensions?.hint,
      path: path?.join('.'),
    })),
  )
}

function errorResult(errors: readonly object[]): CallToolResult {
  return { isError: true, content: [{ type: 'text', text: JSON.stringify({ errors }) }] }
}

/** What the figures assume, each once. */
function assumptionsOf(data: unknown): unknown[] {
  const found = new Map<string, unknown>()
  walk(data, '', (node) => {
    if (!Array.isArray(node.assumptions)) return
    for (const assumption of node.assumptions) found.set(JSON.stringify(assumption), assumption)
  })
  return [...found.values()]
}

/** Where figures are null, and why. */
function unknownOf(data: unknown): Unknown[] {
  const found: Unknown[] = []
  walk(data, '', ({ nullReason }, path) => {
    if (typeof nullReason === 'string') found.push({ path, reason: nullReason })
  })
  return found
}

/** Calls back for each object in the data. The depth of an answer is bounded by its query. */
function walk(
  node: unknown,
  path: string,
  see: (node: Record<string, unknown>, path: string) => void,
): void {
  if (typeof node !== 'object' || node === null) return
  if (!Array.isArray(node)) see(node as Record<string, unknown>, path)
  for (const [key, value] of Object.entries(node)) {
    walk(value, path === '' ? key : `${path}.${key}`, see)
  }
}
