import type { ExecutionResult } from 'graphql'
import type { BlockPoint } from '../../reads/context'
import type { Head } from '../../reads/head'
import { headName, seenName } from '../http/head-watch'
import type { ResponseScope } from '../http/response-cache'
import type { LaterReads, Operation } from '../operation'
import { truncatedLists } from '../truncated'
import type { CheckedOperation } from './check'

/** What an operation answers. */
export interface Executed {
  readonly result: ExecutionResult
  /** What the answer depends on; null: it must not be cached. */
  readonly scope: ResponseScope | null
}

/** Times that an operation is run, if a replica cancels it. */
const MAX_TRIES = 3

/**
 * Runs a checked operation at its block: again if the head that it was opened with has moved, and a query also if a replica cancelled it.
 *
 * @param open opens it; `isFirst`: for the first time @param run graphql-js
 */
export async function runOperation(
  checked: CheckedOperation,
  open: (isFirst: boolean) => Operation,
  run: (operation: Operation) => ExecutionResult | Promise<ExecutionResult>,
): Promise<Executed> {
  const isQuery = checked.operation.operation === 'query'
  for (let tries = 1; ; tries++) {
    const operation = open(tries === 1)
    const executed = await executeOperation(operation, checked, () => run(operation))
    const isDisturbed = operation.hasMoved() || (isQuery && operation.hasConflict())
    if (!isDisturbed || tries >= MAX_TRIES) return executed
  }
}

/** Runs a checked operation at its block, and closes it in any case. @param execute of graphql-js */
async function executeOperation(
  operation: Operation,
  checked: CheckedOperation,
  execute: () => ExecutionResult | Promise<ExecutionResult>,
): Promise<Executed> {
  operation.declareBlocks(checked.blocks)
  try {
    const executed = await execute()
    const extensions = { ...executed.extensions, cost: checked.cost }
    const result = withTruncated({ ...executed, extensions }, truncatedLists(operation))
    return { result, scope: result.errors ? null : await scopeOf(operation, checked) }
  } finally {
    await operation.close()
  }
}

/** Says which lists a default limit cut, in `extensions.truncated`. */
function withTruncated(result: ExecutionResult, lists: ReadonlySet<string>): ExecutionResult {
  if (lists.size === 0) return result
  return { ...result, extensions: { ...result.extensions, truncated: [...lists].sort() } }
}

/** What a response without errors depends on; null if it must not be cached. */
async function scopeOf(
  operation: Operation,
  checked: CheckedOperation,
): Promise<ResponseScope | null> {
  if (!operation.hasRead() || checked.dependsOn === 'PROCESS') return null
  const head = await operation.head()
  return scopeAt(checked, head, await operation.at(), operation.later())
}

/** What a response from rows of a block depends on. @param reads what is among them that may come later than the block */
export function scopeAt(
  { dependsOn, isRows }: Pick<CheckedOperation, 'dependsOn' | 'isRows'>,
  head: Head,
  { number, finalized }: BlockPoint,
  reads: LaterReads,
): ResponseScope {
  const isFinal =
    dependsOn === 'BLOCK' && finalized && (head.stopped ?? head.unknownConstants) === null
  // No poll is written at or below the last one; a claim is the same at every block, but may come at any time.
  const mayBePolled = reads.polls && (head.polledAt === null || number > head.polledAt)
  if (isFinal && !mayBePolled && !reads.claims) {
    return { kind: 'FINAL', database: head.database, isRows: isRows && !reads.polls }
  }
  const seen = dependsOn === 'SEEN' ? { seen: seenName(head) } : {}
  return { kind: 'HEAD', head: headName(head), ...seen }
}
