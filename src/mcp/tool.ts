import type { z } from 'zod'

/** A GraphQL operation. */
export interface Operation {
  readonly query: string
  readonly variables: Record<string, unknown>
}

/** A question that a program may ask: a fixed GraphQL query with arguments, read-only. */
export interface Tool {
  readonly name: string
  readonly title: string
  /** When to use it, and what the answer does not say. */
  readonly description: string
  readonly args: z.ZodObject
  /** Units of the figures in its answer. */
  readonly units: string
  /** @throws ToolError if the arguments cannot be asked */
  operation(args: Record<string, unknown>): Operation
}

/** Declares a tool, with the type of its arguments. */
export function tool<Args extends z.ZodObject>(
  declared: Omit<Tool, 'args' | 'operation'> & {
    args: Args
    operation(args: z.infer<Args>): Operation
  },
): Tool {
  // The server parses the arguments with `args` before it calls `operation`.
  return declared as Tool
}

/** What cannot be asked, or not now; the text is for the program that called the tool. */
export class ToolError extends Error {
  constructor(
    readonly code: 'BAD_USER_INPUT' | 'GRAPHQL_PARSE_FAILED' | 'LIMIT_EXCEEDED' | 'NOT_READY',
    message: string,
    readonly hint: string,
  ) {
    super(message)
    this.name = 'ToolError'
  }
}
