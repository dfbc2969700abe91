import type { Logger } from 'pino'
import type { BatchIndexer } from '../../batch'
import type { Rpc } from '../../chain/provider/rpc'
import { fingerprint } from '../../config/fingerprint'
import type { Network } from '../../config/networks'
import { genesis } from '../../protocols/genesis'
import type { Cursor } from '../../store/cursor'
import { IndexDatabase } from '../../store/database'
import type { ChainHead } from './chain-head'
import { constantsOf } from './constants'
import type { AnswerSource } from './contract-asker'
import { askUnanswered } from './late-answers'
import { logRederivation } from './rederivation'
import type { Sightings } from './sightings'
import type { Signal } from './signal'

/** How long a start asks contracts again that did not answer; the others are asked later. */
const ASK_MS = 10_000

export interface DatabaseOptions {
  databaseUrl: string
  /** Folder of a recorded chain, which has no contracts that could be called; null: there are contracts. */
  recordingDir: string | null
  network: Network
  rpc: Rpc
  head: ChainHead
  indexer: BatchIndexer
  sightings: Sightings
  answers: AnswerSource
  /** Seconds that the index may be behind. */
  maxLagSeconds: number
  /** Emits the cursor after each transaction. */
  committed: Signal<Readonly<Cursor>>
  logger: Logger
}

/** The database of the indexer, not connected yet. */
export function createDatabase(options: DatabaseOptions): IndexDatabase {
  const { databaseUrl, recordingDir, network, rpc, head, indexer, committed, logger } = options
  const { sightings, answers, maxLagSeconds } = options
  const { startBlock, contracts, priceFeeds } = network
  const database = new IndexDatabase({
    url: databaseUrl,
    identity: {
      chainId: network.chainId,
      network: network.name,
      deployment: fingerprint(network),
      startBlock,
    },
    genesis: async (tx) => {
      const constants =
        recordingDir === null ? await constantsOf(network, rpc, head.atStart) : network.constants
      const facts = genesis(constants, contracts, priceFeeds, network.answers)
      await indexer.genesis(tx, startBlock, facts)
    },
    replay: (tx, blocks) => indexer.replay(tx, blocks),
    rederiving: logRederivation(logger),
    beforeRederiving: async (client, claim) => {
      await askUnanswered(client, claim, answers, ASK_MS)
    },
    forget: () => indexer.forget(),
    chainHead: () => head.current,
    rolledBack: ({ from, to }) => {
      const fields = { from: to.height + 1, to: from.height }
      logger.warn(fields, 'rolled back blocks: stored data did not match the chain; re-indexing')
    },
    creatingIndexes: (done, all) => {
      const isEnd = done === 0 || done === all
      logger[isEnd ? 'info' : 'debug']({ done, all }, 'creating deferred indexes of the database')
    },
    committed: (cursor) => {
      sightings.indexedTo(cursor.height)
      committed.emit(cursor)
    },
    beats: {
      intervalMs: 250 * maxLagSeconds,
      state: () => {
        if (sightings.commitAge === null) sightings.indexedTo(database.position.height)
        sightings.saw(rpc.status())
        return sightings.state()
      },
    },
  })
  return database
}
