import type { Logger } from 'pino'
import { BatchIndexer } from '../../batch'
import { toHeader, toQuantity } from '../../chain/normalize'
import type { Rpc } from '../../chain/provider/rpc'
import { createDataSource } from '../../chain/sdk/data-source'
import type { Gateway } from '../../chain/sdk/gateway'
import { addMetrics } from '../../chain/sdk/metrics'
import { createProcessor, metricsOf } from '../../chain/sdk/processor'
import { runProcessor } from '../../chain/sdk/run-processor'
import { routeSdkLog } from '../../chain/sdk/sdk-log'
import { networkOf } from '../../config/network-of'
import type { Network } from '../../config/networks'
import { EXIT } from '../../errors'
import type { BackgroundVerification } from '../../proof/background-verification'
import type { Cursor, Head } from '../../store/cursor'
import type { IndexDatabase } from '../../store/database'
import { createLogger } from '../log'
import { migrate } from '../migrations'
import { createProgress, type Progress } from '../progress'
import { createBackgroundVerification } from './background-verification'
import { ChainHead } from './chain-head'
import { Commits } from './commits'
import { connect, type Source } from './connect'
import { askMissingConstants } from './constants'
import { createDatabase } from './database'
import { logMissingContracts } from './deployment-check'
import { reportFailure } from './failure'
import { startIndexGateway } from './gateway'
import { noteMissingContracts } from './missing-contracts'
import { createPoller } from './poller'
import { assertSameChain, keepChainBlock, SameChainWatch } from './same-chain'
import { Signal } from './signal'

export interface IndexOptions extends Source {
  /** Stop when the block is indexed that is the chain's last one at the start. */
  untilHead: boolean
  /** Maximum number of blocks in one transaction. */
  batchBlocks: number
  databaseUrl: string
}

/** Pause between the SDK's polls of the head. */
const HEAD_POLL_MS = 1_000

/** Time without a new block after which the chain is checked to be the indexed one. */
const SILENCE_MS = { public: 60_000, custom: 5_000 }

/**
 * Indexes a chain until something fails or, with `untilHead`, up to its head.
 * @returns the exit code
 * @throws LinchpinError for what fails before indexing begins
 */
export async function runIndex(options: IndexOptions): Promise<number> {
  const { config, databaseUrl, recordingDir, untilHead } = options
  const logger = createLogger(config)
  const network = networkOf(config, recordingDir)
  if (network.name === 'custom') logMissingContracts(network, logger)
  const rpc = await connect(options, network, logger)
  await migrate(databaseUrl, undefined, (waiting) =>
    logger.warn(waiting, 'waiting for another process that migrates the database'),
  )
  try {
    await assertSameChain(databaseUrl, rpc)
  } catch (error) {
    // Noted in the database, too: the API serves on with the reason.
    return reportFailure(error, { logger, databaseUrl, hasFinalBlock: async () => true })
  }
  const head = await ChainHead.follow(rpc, network.startBlock, logger)
  const indexer = new BatchIndexer()
  const committed = new Signal<Readonly<Cursor>>()
  const database = createDatabase({ ...options, network, rpc, head, indexer, committed, logger })
  await database.connect()
  const current = () => head.current
  const codeAt = recordingDir === null ? current : null
  await noteMissingContracts({ network, rpc, head: codeAt, databaseUrl, logger })
  if (recordingDir === null) {
    await askMissingConstants({ network, rpc, head: current, database, databaseUrl, logger })
  }
  const lowBlock = await keepChainBlock(databaseUrl, rpc, network, head.atStart)
  const lastBlock = untilHead ? head.atStart : null
  const from = database.position.height + 1
  const progress = createProgress({ from, to: lastBlock, isTTY: process.stderr.isTTY })
  if (lastBlock !== null && database.position.height >= lastBlock) {
    return finish(progress, database.position, indexer)
  }
  const gateway = await startIndexGateway({
    ...options,
    source: options,
    network,
    rpc,
    database,
    head: head.atStart,
    logger,
  })
  return index({
    options,
    network,
    rpc,
    head,
    indexer,
    committed,
    database,
    lowBlock,
    progress,
    gateway,
    logger,
  })
}

/** The parts of a running indexer. */
interface Parts {
  options: IndexOptions
  network: Network
  rpc: Rpc
  head: ChainHead
  indexer: BatchIndexer
  committed: Signal<Readonly<Cursor>>
  /** Connected. */
  database: IndexDatabase
  /** By which the chain is recognized; null: no provider has it. */
  lowBlock: Head | null
  progress: Progress
  gateway: Gateway
  logger: Logger
}

/** Indexes until something fails, or the last block is reached. @returns the exit code */
function index(parts: Parts): Promise<number> {
  const { options, rpc, head, indexer, committed, database, progress, gateway, logger } = parts
  const { databaseUrl, untilHead } = options
  const isOnChain = (block: Readonly<Head>) => hasBlock(rpc, block)
  const hasFinalBlock = () => isOnChain(database.position.finalized)
  return new Promise((resolve) => {
    const fail = async (error: unknown) =>
      resolve(await reportFailure(error, { logger, databaseUrl, hasFinalBlock }))
    const verification = createBackgroundVerification({
      gateway,
      config: options.config,
      databaseUrl,
      isOnChain,
      onInvalid: fail,
      logger,
    })
    const commits = new Commits({
      head,
      indexer,
      gateway,
      progress,
      poller: createPoller(options, databaseUrl, rpc, logger),
      verification,
      logger,
      lastBlock: untilHead ? head.atStart : null,
      onLastBlock: (cursor) => resolve(finish(progress, cursor, indexer)),
    })
    const watch = watchChain(parts, fail)
    committed.connect((cursor) => {
      watch?.active()
      commits.committed(cursor)
    })
    commits.resumed(database.position)
    runSdk(parts, verification).catch(fail)
  })
}

/** Null for a recording, which does not change. */
function watchChain(
  { options, network, rpc, lowBlock }: Parts,
  onOther: (error: unknown) => void,
): SameChainWatch | null {
  if (options.recordingDir !== null || lowBlock === null) return null
  const silenceMs = network.name === 'custom' ? SILENCE_MS.custom : SILENCE_MS.public
  return new SameChainWatch(rpc, lowBlock, silenceMs, onOther)
}

async function runSdk(parts: Parts, verification: BackgroundVerification | null): Promise<void> {
  const { options, network, rpc, indexer, database, gateway, logger } = parts
  const { finality, startBlock } = network
  const { prometheusPort } = options.config
  routeSdkLog(logger)
  const { rpcUrl } = gateway
  const processor = createProcessor({
    rpcUrl,
    startBlock,
    finality,
    headPollMs: HEAD_POLL_MS,
    prometheusPort,
  })
  addMetrics(metricsOf(processor), {
    providers: () => rpc.status(),
    missing: gateway.missing,
    checks: gateway.verificationCounts,
    provenTo: () => verification?.upTo ?? null,
    events: () => indexer.events,
  })
  await runProcessor({
    processor,
    finality,
    finalDepth: gateway.finalDepth,
    dataSource: createDataSource(gateway.archive, HEAD_POLL_MS),
    database,
    handle: (tx, blocks) => indexer.index(tx, blocks),
  })
}

async function hasBlock(rpc: Rpc, { height, hash }: Readonly<Head>): Promise<boolean> {
  const params = [toQuantity(height), false]
  const block = await rpc.call('eth_getBlockByNumber', params, { attempts: 1, parse: toHeader })
  return block.hash === hash
}

/** All requested blocks are indexed. @returns the exit code */
function finish(progress: Progress, cursor: Readonly<Cursor>, indexer: BatchIndexer): number {
  const { height, digest } = cursor
  progress.stop(`indexed up to block ${height}, ${indexer.events} events, digest ${digest}`)
  return EXIT.OK
}
