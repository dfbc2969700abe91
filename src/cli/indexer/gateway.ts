import type { Logger } from 'pino'
import { createPortalQuery } from '../../chain/history/portal'
import type { Narrowed } from '../../chain/narrowed'
import type { Rpc } from '../../chain/provider/rpc'
import { type Gateway, startGateway } from '../../chain/sdk/gateway'
import type { RawLog } from '../../chain/types'
import type { Verification } from '../../chain/verify/verifier'
import { WatchSet } from '../../chain/watch'
import type { Network } from '../../config/networks'
import { reveal } from '../../protocols/decode-block'
import { type Followed, isFound } from '../../protocols/log'
import type { NarrowedKind } from '../../protocols/protocol'
import {
  ALWAYS_VERIFIED_TOPICS,
  accountTopics,
  isFollowed,
  NARROWED_TOPICS,
  narrowedKind,
  sharedTopicsOf as sharedTopicsOfKind,
  topicsOf as topicsOfKind,
} from '../../protocols/tables'
import type { IndexDatabase } from '../../store/database'
import type { Source } from './connect'

/**
 * Maximum number of blocks to read of which `LINCHPIN_VERIFY=auto` verifies all. Each costs two calls, and on a public
 * network half a megabyte of receipts: more blocks would delay the index for long.
 */
const MAX_AUTO_FULL = { public: 1_000, custom: 10_000 }

export interface IndexGatewayOptions {
  source: Source
  network: Network
  rpc: Rpc
  /** Connected. */
  database: IndexDatabase
  /** Last block of the chain. */
  head: number
  batchBlocks: number
  /** Verifies all that is read, whatever LINCHPIN_VERIFY says. */
  untilProven: boolean
  readFailed(error: unknown): void
  logger: Logger
}

/** Starts the gateway through which the indexer reads the chain, for the contracts in the database. */
export async function startIndexGateway(options: IndexGatewayOptions): Promise<Gateway> {
  const { source, network, rpc, database, batchBlocks, readFailed, logger } = options
  const { config, recordingDir } = source
  const isRecording = recordingDir !== null
  const { watch, discoverIn, topicsOf, sharedTopicsOf, narrowed } =
    await followedContracts(database)
  return startGateway({
    rpc,
    portal: !isRecording && config.portalUrl ? createPortalQuery({ url: config.portalUrl }) : null,
    watch,
    discover: discoverIn,
    sharedTopicsOf,
    narrowed,
    // The files of a recording are checked when they are read, and there is no other provider.
    ...(!isRecording && { verification: await verificationOf(options, topicsOf) }),
    // Of a recording they cost no calls to a provider.
    allHeaders: isRecording,
    finality: network.finality,
    batchBlocks,
    readFailed,
    logger,
  })
}

async function verificationOf(
  { source, network, database, head, untilProven }: IndexGatewayOptions,
  topicsOf: Verification['topicsOf'],
): Promise<Verification> {
  const verify = untilProven ? 'full' : source.config.verify
  const isCustom = network.name === 'custom'
  const max = isCustom ? MAX_AUTO_FULL.custom : MAX_AUTO_FULL.public
  const isShort = head - database.position.height <= max
  return {
    mode: verify === 'auto' ? (isShort ? 'full' : 'standard') : verify,
    alwaysVerified: ALWAYS_VERIFIED_TOPICS,
    distrusted: new Set(await database.invalidBlocks()),
    distrustedTo: await database.distrustedTo(),
    ethereumHashes: !isCustom,
    topicsOf,
  }
}

const NO_TOPICS: readonly string[] = []

/** The contracts in the database, and those that logs reveal while they are read. */
async function followedContracts(database: IndexDatabase) {
  const watch = new WatchSet()
  const contracts = new Map<string, Followed>()
  for (const { address, kind, fromBlock } of await database.followed()) {
    watch.add(address, fromBlock)
    contracts.set(address, { kind, parent: null })
  }
  const discoverIn = (log: RawLog): string[] => {
    const contract = contracts.get(log.address)
    const revealed = contract ? reveal(contract, log) : null
    if (!revealed || !isFound(revealed)) return []
    // The first log that reveals a contract says its kind: a vault can be the token of another one.
    if (!contracts.has(revealed.address)) {
      contracts.set(revealed.address, { kind: revealed.kind, parent: null })
    }
    return [revealed.address]
  }
  const topicsOf = (address: string) => {
    const kind = contracts.get(address)?.kind
    if (kind === undefined) return null
    // Blocks with a token in their bloom are many, and most have none of its logs that are followed.
    return narrowedKind(kind) ? NO_TOPICS : topicsOfKind(kind)
  }
  const sharedTopicsOf = (address: string) => {
    const kind = contracts.get(address)?.kind
    return kind === undefined ? null : sharedTopicsOfKind(kind)
  }
  return { watch, discoverIn, topicsOf, sharedTopicsOf, narrowed: narrowedBy(contracts) }
}

/** The contracts of which only some logs are followed. */
function narrowedBy(contracts: ReadonlyMap<string, Followed>): Narrowed {
  const known = new Map<NarrowedKind, { size: number; topics: readonly string[] }>()
  return {
    topics: NARROWED_TOPICS,
    accountsOf(address) {
      const contract = contracts.get(address)
      const kind = contract ? narrowedKind(contract.kind) : null
      if (!kind) return null
      const { size } = contracts
      const list = known.get(kind)
      if (list?.size === size) return list.topics
      const topics = accountTopics(kind, contracts)
      known.set(kind, { size, topics })
      return topics
    },
    isFollowed(log, firstBlock) {
      const contract = contracts.get(log.address)
      const kindOf = (address: string) =>
        firstBlock(address) <= log.blockNumber ? contracts.get(address) : undefined
      return !contract || isFollowed(contract.kind, log, kindOf)
    },
  }
}
