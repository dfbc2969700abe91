import type { ChainView } from '../../src/chain/recording/chain-view'

/** Time after which a node that is behind gets one more block. */
const BLOCK_MS = 250

/** A chain on a node that gets blocks later than others. */
export class LaggingChain implements ChainView {
  private lag = 0
  private since = 0

  constructor(private readonly chain: ChainView) {}

  /** Sets the node back by a number of blocks, from which it catches up, after a pause. */
  fallBehind(blocks: number, pauseMs = 0): void {
    this.lag = blocks
    this.since = performance.now() + pauseMs
  }

  get chainId() {
    return this.chain.chainId
  }

  get first() {
    return this.chain.first
  }

  get head() {
    const caughtUp = Math.max(0, Math.floor((performance.now() - this.since) / BLOCK_MS))
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
