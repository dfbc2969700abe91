import { BatchIndexer } from '../../../src/batch'
import { toHeader, toLog } from '../../../src/chain/normalize'
import type { ChainView } from '../../../src/chain/recording/chain-view'
import type { BlockData } from '../../../src/chain/types'
import { answersOf, createContractAsker } from '../../../src/cli/indexer/contract-asker'
import { fingerprint } from '../../../src/config/fingerprint'
import type { Network } from '../../../src/config/networks'
import { genesis } from '../../../src/protocols/genesis'
import { IndexDatabase } from '../../../src/store/database'

/** Block of a recording as the processor delivers it, with the logs of all addresses. */
export function blockOf(chain: ChainView, number: number): BlockData {
  const block = chain.blockAt(number)!
  return {
    header: toHeader(JSON.parse(block.json)),
    logs: block.logs.map((log) => toLog(JSON.parse(log.json))),
  }
}

/** A writer of one database without a processor: the test decides on batches. */
export class Feed {
  readonly indexer: BatchIndexer
  readonly database: IndexDatabase
  /** Last block of the chain, if the database should know it. */
  chainHead: number | null = null

  constructor(url: string, network: Network, deployment = fingerprint(network)) {
    const { startBlock, chainId, name } = network
    this.indexer = new BatchIndexer(createContractAsker(answersOf(network, null), { warn() {} }))
    this.database = new IndexDatabase({
      url,
      identity: { chainId, network: name, deployment, startBlock },
      genesis: (tx) =>
        this.indexer.genesis(
          tx,
          startBlock,
          genesis(network.constants, network.contracts, network.priceFeeds, network.answers),
        ),
      replay: (tx, blocks) => this.indexer.replay(tx, blocks),
      forget: () => this.indexer.forget(),
      chainHead: () => this.chainHead,
      committed: () => {},
    })
  }

  /** Writes blocks as one final batch on top of what is there. */
  async final(blocks: BlockData[]): Promise<void> {
    const { number, hash } = blocks.at(-1)!.header
    await this.database.transact(
      { prevHead: await this.head(), nextHead: { height: number, hash } },
      (tx) => this.indexer.index(tx, blocks),
    )
  }

  /** Last block, as the SDK gets it at its start: -1 before the first block. */
  private async head(): Promise<Ref> {
    const { height, hash, top } = await this.database.connect()
    return top.at(-1) ?? { height, hash }
  }

  /** Writes hot blocks on top of `base`; blocks up to `finalized` become final. */
  async hot(base: Ref, blocks: BlockData[], finalized: Ref): Promise<void> {
    const newBlocks = blocks.map(({ header }) => ({ height: header.number, hash: header.hash }))
    await this.database.transactHot2(
      { baseHead: base, finalizedHead: finalized, newBlocks },
      (tx) => this.indexer.index(tx, blocks),
    )
  }
}

interface Ref {
  height: number
  hash: string
}
