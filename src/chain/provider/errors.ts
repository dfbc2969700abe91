import { EXIT, LinchpinError } from '../../errors'
import type { RpcCall } from '../jsonrpc'
import { blockNameOf } from './block-of-call'
import { MISSING_HINT } from './missing-block'

const LACKING = 'LP2016'

/** The call is too large for the provider: split it. */
export class RangeTooLarge extends Error {
  /** Number of blocks that the provider names as its limit; null if it names none. */
  readonly blocks: number | null
  /** What to split. */
  readonly of: 'blocks' | 'addresses'

  constructor(
    message: string,
    /** That finds it too large. */
    readonly provider: string,
    { blocks = null, of = 'blocks' }: { blocks?: number | null; of?: 'blocks' | 'addresses' } = {},
  ) {
    super(message)
    this.blocks = blocks
    this.of = of
  }
}

/** Every provider that answers refuses this call, for example because it does not serve the method. */
export class RpcRefused extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/**
 * LP2010.
 *
 * @param reasons the last failure of each provider, without secrets
 * @param tried the smaller calls that failed as well, by provider; empty: none
 */
export function unreachable(method: string, reasons: string, tried = ''): LinchpinError {
  return new LinchpinError(
    'LP2010',
    `no RPC provider answers ${method} (${reasons})`,
    method === 'eth_call'
      ? 'The provider must have the state of the block: pass a recent block with --block, or use an archive node.'
      : outageHint(tried),
    EXIT.UNAVAILABLE,
  )
}

/**
 * LP2016: providers answer, but none has what the call asks for.
 * @param reasons as of `unreachable`
 */
export function lacking(call: RpcCall, reasons: string): LinchpinError {
  const what = /receipt/i.test(call.method) ? 'the receipts of block' : 'block'
  const message = `no RPC provider has ${what} ${blockNameOf(call)} (${reasons})`
  return new LinchpinError(LACKING, message, MISSING_HINT, EXIT.UNAVAILABLE)
}

/** Whether LP2016 was thrown, which the client itself says once a minute. */
export function isLacking(error: unknown): boolean {
  return error instanceof LinchpinError && error.code === LACKING
}

/** What to do when no provider answers. @param tried as of `unreachable` */
export function outageHint(tried: string): string {
  const hint = 'Check RPC_ENDPOINT, the key in it, and the connection.'
  return tried
    ? `${hint} It is not the size of the call: tried and failed as well: ${tried}.`
    : hint
}

/** LP2002. @param problem the provider, its chain, and the expected one */
export function wrongChain(problem: string): LinchpinError {
  return new LinchpinError(
    'LP2002',
    problem,
    'Set RPC_ENDPOINT to providers of that network, or LINCHPIN_NETWORK to the network that they serve.',
    EXIT.DATA,
  )
}
