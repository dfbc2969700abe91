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
import type { ContractKind } from '../facts/enums.generated'
import {
  BackgroundVerification,
  type BackgroundVerificationOptions,
} from '../proof/background-verification'
import { discover } from '../protocols/eigenlayer'
import { ALWAYS_VERIFIED_TOPICS, topicsOf as topicsOfKind } from '../protocols/eigenlayer/abis'
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
    weighty: ALWAYS_VERIFIED_TOPICS,
    distrusted: new Set(await database.invalidBlocks()),
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
  const kinds = new Map<string, ContractKind>()
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
  isOnChain: BackgroundVerificationOptions['isOnChain']
  logger: Logger
}

/** Verifies stored history; null if verification is disabled. Ends the process if a stored block is invalid. */
export function createBackgroundVerification(
  options: HistoryProofOptions,
): BackgroundVerification | null {
  const { front, config, databaseUrl, isOnChain, logger } = options
  const { proofRate, rpcRateLimit } = config
  if (!front.proveRange || proofRate === 0) return null
  return new BackgroundVerification({
    databaseUrl,
    verifyRange: front.proveRange,
    verifiedOnRead: front.proven,
    isOnChain,
    // New blocks must not wait behind old ones.
    rate: rpcRateLimit === 0 ? proofRate : Math.min(proofRate, rpcRateLimit / 2),
    logger,
    onInvalidBlocks: (found) => {
      const hint = 'The next start rolls them back and reindexes them with verification.'
      logger.fatal({ code: 'LP2012', ...found, hint }, 'stored blocks do not match the chain')
      process.exit(EXIT.UNAVAILABLE)
    },
  })
}
