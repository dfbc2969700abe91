import type { Logger } from 'pino'
import { createPortalQuery } from '../chain/history/portal'
import type { Rpc } from '../chain/provider/rpc'
import { type Front, startFront } from '../chain/sdk/gateway'
import type { RawLog } from '../chain/types'
import type { Verification } from '../chain/verify/verifier'
import { WatchSet } from '../chain/watch'
import type { Config } from '../config/env'
import type { Network } from '../config/networks'
import { EXIT } from '../errors'
import { type ArrearsOptions, ProofInArrears } from '../proof/background-verification'
import { discover } from '../protocols/eigenlayer'
import { topicsOf as topicsOfKind, WEIGHTY_TOPICS } from '../protocols/eigenlayer/abis'
import type { IndexDatabase } from '../store/database'

/**
 * Blocks to read up to which `LINCHPIN_VERIFY=auto` reads them with proof. Each costs two calls, and on a public network
 * half a megabyte of receipts: more of them would keep the index from the head for long.
 */
const FEW_BLOCKS = { public: 1_000, custom: 10_000 }

export interface IndexFrontOptions {
  config: Config
  network: Network
  rpc: Rpc
  /** Connected. */
  database: IndexDatabase
  /** Last block of the chain. */
  head: number
  isRecording: boolean
  batchBlocks: number
  logger: Logger
}

/** Starts what the indexer reads the chain through, for the contracts that the database knows. */
export async function startIndexFront(options: IndexFrontOptions): Promise<Front> {
  const { config, network, rpc, database, head, isRecording, batchBlocks, logger } = options
  const { watch, found, topicsOf } = await followed(database)
  const isCustom = network.name === 'custom'
  const few = isCustom ? FEW_BLOCKS.custom : FEW_BLOCKS.public
  const isShort = head - database.position.height <= few
  const verification: Verification = {
    mode: config.verify === 'auto' ? (isShort ? 'full' : 'standard') : config.verify,
    weighty: WEIGHTY_TOPICS,
    distrusted: new Set(await database.misfits()),
    ethereumHashes: !isCustom,
    topicsOf,
  }
  return startFront({
    rpc,
    portal: !isRecording && config.portalUrl ? createPortalQuery({ url: config.portalUrl }) : null,
    watch,
    discover: found,
    // The files of a recording were checked when they were read, and nobody else could be asked.
    ...(!isRecording && { verification }),
    finality: network.finality,
    batchBlocks,
    onWarning: (message) => logger.warn(message),
  })
}

/** What the front watches: contracts in the database, and those that logs reveal while it reads. */
async function followed(database: IndexDatabase) {
  const watch = new WatchSet()
  const kinds = new Map<string, string>()
  for (const { address, kind, fromBlock } of await database.followed()) {
    watch.add(address, fromBlock)
    kinds.set(address, kind)
  }
  const found = (log: RawLog): string[] => {
    const kind = kinds.get(log.address)
    const contract = kind === undefined ? null : discover(kind, log)
    if (!contract) return []
    kinds.set(contract.address, contract.kind)
    return [contract.address]
  }
  const topicsOf = (address: string) => {
    const kind = kinds.get(address)
    return kind === undefined ? null : topicsOfKind(kind)
  }
  return { watch, found, topicsOf }
}

export interface HistoryProofOptions {
  front: Pick<Front, 'proven' | 'proveRange'>
  config: Pick<Config, 'proofRate' | 'rpcRateLimit'>
  databaseUrl: string
  isOnChain: ArrearsOptions['isOnChain']
  logger: Logger
}

/** Proves what was read before; null where nothing is checked, or it is not wanted. Ends the process if something is wrong. */
export function createArrears(options: HistoryProofOptions): ProofInArrears | null {
  const { front, config, databaseUrl, isOnChain, logger } = options
  const { proofRate, rpcRateLimit } = config
  if (!front.proveRange || proofRate === 0) return null
  return new ProofInArrears({
    databaseUrl,
    prove: front.proveRange,
    proven: front.proven,
    isOnChain,
    // New blocks must not wait behind old ones.
    rate: rpcRateLimit === 0 ? proofRate : Math.min(proofRate, rpcRateLimit / 2),
    onMessage: (level, message) => logger[level](message),
    onMisfits: (reason) => {
      const hint = 'The next start takes them back and reads them again, with proof.'
      logger.fatal({ code: 'LP2012', hint }, reason)
      process.exit(EXIT.UNAVAILABLE)
    },
  })
}
