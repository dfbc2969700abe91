import type { ExecutionResult } from 'graphql'
import type { Head } from '../../reads/head'
import { headName, seenName } from '../http/head-watch'
import type { ResponseScope } from '../http/response-cache'
import type { Operation } from '../operation'
import { truncatedLists } from '../truncated'
import type { CheckedOperation } from './check'

/** What an operation answers. */
export interface Executed {
  readonly result: ExecutionResult
  /** What the answer depends on; null: it must not be cached. */
  readonly scope: ResponseScope | null
}

/** Runs a checked operation at its block, and closes it in any case. @param execute of graphql-js */
export async function executeOperation(
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
  { dependsOn, isRows }: CheckedOperation,
): Promise<ResponseScope | null> {
  if (!operation.hasRead() || dependsOn === 'PROCESS') return null
  const head = await operation.head()
  const isFinal =
    dependsOn === 'BLOCK' &&
    (await operation.at()).finalized &&
    (head.stopped ?? head.unknownConstants) === null
  if (isFinal && !operation.hasReadClaims() && !(await mayBePolled(operation, head))) {
    return { kind: 'FINAL', isRows: isRows && !operation.hasReadPolls() }
  }
  const seen = dependsOn === 'SEEN' ? { seen: seenName(head) } : {}
  return { kind: 'HEAD', head: headName(head), ...seen }
}

/** Whether a poll that the answer would use may still come: no poll is written at or below the last one. */
async function mayBePolled(operation: Operation, { polledAt }: Head): Promise<boolean> {
  if (!operation.hasReadPolls()) return false
  return polledAt === null || (await operation.at()).number > polledAt
}
