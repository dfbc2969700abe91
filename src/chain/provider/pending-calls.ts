import type { RpcCall } from '../jsonrpc'
import { isMissing } from './block-of-call'
import { type CallOptions, readReply } from './call-options'
import type { Failure, Reply } from './transport'

/** A call that a provider did not answer. */
export interface FailedCall {
  call: RpcCall
  failure: Failure
}

/** The calls of one run that are not answered yet, and the results of the others. */
export class PendingCalls<T> {
  /** In call order; complete once nothing is pending. */
  readonly results: T[]
  /** Indexes of the calls that are not answered yet. */
  private pending: number[]

  constructor(
    private readonly all: readonly RpcCall[],
    private readonly options: CallOptions<T>,
  ) {
    this.results = new Array<T>(all.length)
    this.pending = all.map((_, index) => index)
  }

  get isEmpty(): boolean {
    return this.pending.length === 0
  }

  get calls(): RpcCall[] {
    return this.pending.map((index) => this.all[index]!)
  }

  /**
   * Takes one provider's replies to the pending calls, in their order.
   *
   * @param isLast no other provider can be called: what this one does not have counts as not existing
   * @returns the last call that failed, or a call for logs, which is the larger one; of blocks that the provider lacks, the first;
   *   undefined if none did
   */
  take(replies: readonly Reply[], provider: string, isLast: boolean): FailedCall | undefined {
    const answered: (readonly [index: number, value: T])[] = []
    const left: number[] = []
    let failed: FailedCall | undefined
    for (const [at, index] of this.pending.entries()) {
      const call = this.all[index]!
      const reply = replies[at]!
      const mayExist = !isLast && 'result' in reply && isMissing(call, reply.result)
      const read = mayExist ? null : readReply(reply, call, provider, this.options)
      if (read && 'value' in read) answered.push([index, read.value])
      else left.push(index)
      if (read && 'fault' in read && !isKept(failed, read)) failed = { call, failure: read }
    }
    if (this.options.together && left.length > 0) return failed
    for (const [index, value] of answered) this.results[index] = value
    this.pending = left
    return failed
  }
}

/** Whether a failure says more than a later one. */
function isKept(failed: FailedCall | undefined, later: Failure): boolean {
  if (!failed) return false
  return (
    failed.call.method === 'eth_getLogs' || Boolean(failed.failure.isMissing && later.isMissing)
  )
}
