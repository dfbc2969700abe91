import { createHash } from 'node:crypto'
import type { ChainView, RecordedBlock } from '../../src/chain/recording/chain-view'

/** A chain with other blocks at every height: a development node that was restarted, or another network behind the URL. */
export class ForeignChain implements ChainView {
  readonly chainId: number
  readonly first: number
  private readonly byHash = new Map<string, RecordedBlock>()

  constructor(
    private readonly chain: ChainView,
    readonly head: number,
  ) {
    this.chainId = chain.chainId
    this.first = chain.first
  }

  blockAt(number: number): RecordedBlock | undefined {
    const source = number > this.head ? undefined : this.chain.blockAt(number)
    if (!source) return undefined
    const [hash, parentHash] = [other(source.hash), other(source.parentHash)]
    const json = JSON.stringify({ ...JSON.parse(source.json), hash, parentHash })
    const logs = source.logs.map((log) => ({
      ...log,
      json: JSON.stringify({ ...JSON.parse(log.json), blockHash: hash }),
    }))
    const block = { ...source, hash, parentHash, json, logs }
    this.byHash.set(hash, block)
    return block
  }

  blockByHash(hash: string): RecordedBlock | undefined {
    return this.byHash.get(hash)
  }
}

/** Chains of which one is served at a time. */
export class ExchangeableChain implements ChainView {
  private other: ChainView | null = null

  constructor(private readonly chain: ChainView) {}

  /** Serves another chain; null: the first one again. */
  exchange(other: ChainView | null): void {
    this.other = other
  }

  private get served(): ChainView {
    return this.other ?? this.chain
  }

  get chainId() {
    return this.served.chainId
  }

  get first() {
    return this.served.first
  }

  get head() {
    return this.served.head
  }

  blockAt(number: number) {
    return this.served.blockAt(number)
  }

  blockByHash(hash: string) {
    return this.served.blockByHash(hash)
  }
}

const other = (hash: string) => `0x${createHash('sha256').update(`foreign ${hash}`).digest('hex')}`
