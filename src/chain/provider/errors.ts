import { EXIT, LinchpinError } from '../../errors'

/** The range is too large for the provider: split it. */
export class RangeTooLarge extends Error {
  /** Number of blocks that the provider names as its limit; null if it names none. */
  readonly blocks: number | null

  constructor(message: string, blocks: number | null = null) {
    super(message)
    this.blocks = blocks
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

/** LP2010. @param reasons the last failure of each provider, without secrets */
export function unreachable(method: string, reasons: string): LinchpinError {
  return new LinchpinError(
    'LP2010',
    `no RPC provider answers ${method} (${reasons})`,
    method === 'eth_call'
      ? 'The provider must have the state of the block: pass a recent block with --block, or use an archive node.'
      : 'Check RPC_ENDPOINT, the key in it, and the connection.',
    EXIT.UNAVAILABLE,
  )
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
