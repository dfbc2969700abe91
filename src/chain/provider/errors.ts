import { EXIT, LinchpinError } from '../../errors'

/** The question is too large for the provider: ask in parts. */
export class RangeTooLarge extends Error {
  /** Blocks that the provider says it would answer for; null if it does not say. */
  readonly blocks: number | null

  constructor(message: string, blocks: number | null = null) {
    super(message)
    this.blocks = blocks
  }
}

/** Every provider that answers refuses this call, for example because it lacks the method. */
export class RpcRefused extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** @param reasons what is wrong at each provider, without secrets */
export function unreachable(method: string, reasons: string): LinchpinError {
  return new LinchpinError(
    'LP2010',
    `no RPC provider answers ${method} (${reasons})`,
    method === 'eth_call'
      ? 'The provider must have the state of the block: name a recent one with --block, or use an archive node.'
      : 'Check RPC_ENDPOINT, the key in it, and the connection.',
    EXIT.UNAVAILABLE,
  )
}

/** @param problem who serves what, and what is expected */
export function otherChain(problem: string): LinchpinError {
  return new LinchpinError(
    'LP2002',
    problem,
    'Set RPC_ENDPOINT to providers of that network, or LINCHPIN_NETWORK to the other one.',
    EXIT.DATA,
  )
}
