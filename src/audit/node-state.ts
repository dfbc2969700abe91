import { RpcRefused } from '../chain/provider/errors'
import { EXIT, LinchpinError } from '../errors'

/** No provider answers, or none has the block. */
const UNANSWERED: ReadonlySet<string> = new Set(['LP2010', 'LP2016'])

/**
 * Reads something from the nodes at a block.
 * @param what in words, for the message
 * @throws LinchpinError LP2010, which names the block and what is missing, if no provider gives it
 */
export async function readState<T>(
  what: string,
  block: number,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read()
  } catch (error) {
    const isUnanswered = error instanceof LinchpinError && UNANSWERED.has(error.code)
    if (!isUnanswered && !(error instanceof RpcRefused)) throw error
    throw noState(`no RPC provider gives ${what} at block ${block}: ${error.message}`, error)
  }
}

/** LP2010. @param problem which state of which block is missing */
export function noState(problem: string, cause?: unknown): LinchpinError {
  return new LinchpinError(
    'LP2010',
    problem,
    'Use an archive node in RPC_ENDPOINT, or pass a block that the node still has with --block: a full node keeps the state of about the last 128 blocks, and the chain must have the contracts at that block.',
    EXIT.UNAVAILABLE,
    { cause },
  )
}
