import type { ChainView } from '../../src/chain/recording/chain-view'

/** After this time a node that is behind gets one more block. */
const BLOCK_MS = 250

/** A chain as a node shows it that gets blocks later than others. */
export class LaggingChain implements ChainView {
  private lag = 0
  private since = 0

  constructor(private readonly chain: ChainView) {}

  /** It is this many blocks behind now, and catches up. */
  fallBehind(blocks: number): void {
    this.lag = blocks
    this.since = performance.now()
  }

  get chainId() {
    return this.chain.chainId
  }

  get first() {
    return this.chain.first
  }

  get head() {
    const caughtUp = Math.floor((performance.now() - this.since) / BLOCK_MS)
    return this.chain.head - Math.max(0, this.lag - caughtUp)
  }

  blockAt(number: number) {
    return number <= this.head ? this.chain.blockAt(number) : undefined
  }

  blockByHash(hash: string) {
    const block = this.chain.blockByHash(hash)
    return block && block.number <= this.head ? block : undefined
  }
}
