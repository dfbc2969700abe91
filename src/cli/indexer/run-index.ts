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
import type { LinchpinError } from '../../errors'
import type { BackgroundVerification } from '../../proof/background-verification'
import type { BundleKeeper } from '../../prover/bundle-keeper'
import type { Cursor, Head } from '../../store/cursor'
import type { IndexDatabase } from '../../store/database'
import { createLogger } from '../log'
import { migrate } from '../migrations'
import { createProgress, type Progress } from '../progress'
import { createBundleKeeper } from '../prove/bundle-keeper'
import { makeViews } from '../views'
import { createBackgroundVerification } from './background-verification'
import { withBalancesBefore } from './balances-before'
import { ChainHead } from './chain-head'
import { Commits } from './commits'
import { connect, type Source } from './connect'
import { askMissingConstants } from './constants'
import { type AnswerSource, answersOf, createContractAsker } from './contract-asker'
import { createDatabase } from './database'
import { logMissingContracts } from './deployment-check'
import { reportFailure } from './failure'
import { startIndexGateway } from './gateway'
import { endAtLastBlock, Standstill } from './last-block'
import { LateAnswers } from './late-answers'
import { noteMissingContracts } from './missing-contracts'
import { followedNetwork } from './network-of-index'
import { nodeLag } from './node-lag'
import { RUN_AGAIN } from './passes'
import { createPoller } from './poller'
import { withRecordedBalances } from './recorded-balances'
import { assertSameChain, isReplaced, keepChainBlock, SameChainWatch } from './same-chain'
import { Sightings } from './sightings'
import { Signal } from './signal'
import { StallAlarm } from './stall-alarm'
import { addStandingMetrics } from './standing-metrics'
import { createTokenAsker } from './token-asker'

export interface IndexOptions extends Source {
  /** Stop when the block is indexed that is the chain's last one at the start. */
  untilHead: boolean
  /** With `untilHead`: stop only when all final blocks are proven. */
  untilProven: boolean
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
  const configured = networkOf(config, recordingDir)
  if (configured.name === 'custom') {
    logMissingContracts(configured, recordingDir !== null, logger)
  }
  const rpc = await connect(options, configured, logger)
  await migrate(databaseUrl, undefined, (waiting) =>
    logger.warn(waiting, 'waiting for another process that migrates the database'),
  )
  const network = await followedNetwork(databaseUrl, configured, logger)
  const problem = await makeViews(databaseUrl)
  if (problem !== null) logger.warn({ problem }, 'there are no SQL views')
  try {
    await assertSameChain(databaseUrl, rpc, logger)
  } catch (error) {
    // Noted in the database, too: the API serves on with the reason.
    return reportFailure(error, { logger, databaseUrl, hasFinalBlock: async () => true })
  }
  const head = await ChainHead.follow(rpc, network.startBlock, logger)
  const answers =
    recordingDir === null
      ? withBalancesBefore(answersOf(network, rpc), rpc)
      : withRecordedBalances(answersOf(network, null), rpc)
  const indexer = new BatchIndexer(createContractAsker(answers, logger))
  const committed = new Signal<Readonly<Cursor>>()
  const sightings = new Sightings(recordingDir === null ? 'RPC' : 'RECORDING')
  const { maxLagSeconds } = config
  const database = createDatabase({
    ...options,
    network,
    rpc,
    head,
    indexer,
    sightings,
    answers,
    maxLagSeconds,
    committed,
    logger,
  })
  await database.connect()
  const current = () => head.current
  const codeAt = recordingDir === null ? current : null
  const claim = database.writer
  await noteMissingContracts({ network, rpc, head: codeAt, databaseUrl, claim, logger })
  if (recordingDir === null) {
    await askMissingConstants({ network, rpc, head: current, database, databaseUrl, logger })
  }
  const lowBlock = await keepChainBlock(databaseUrl, claim, rpc, network, head.atStart)
  const lastBlock = untilHead ? head.atStart : null
  const from = database.position.height + 1
  const progress = createProgress({
    from,
    to: lastBlock,
    isTTY: process.stderr.isTTY,
    logger: config.logFormat === 'json' ? logger : undefined,
  })
  const bundles = await createBundleKeeper(options, network, databaseUrl, logger)
  const standstill = new Signal<unknown>()
  const gateway = await startIndexGateway({
    ...options,
    source: options,
    network,
    rpc,
    database,
    head: head.atStart,
    readFailed: (error) => standstill.emit(error),
    logger,
  })
  const position = () => database.position
  const alarm = new StallAlarm({ network, sightings, rpc, position, maxLagSeconds, logger })
  alarm.start()
  // The SDK asks for it, and ends where it is not there.
  if (!untilHead) await head.reach(database.position.finalized.height, logger)
  const { height } = database.position
  const lag =
    untilHead && recordingDir === null
      ? await nodeLag({ rpc, network, head: head.atStart, indexed: height, maxLagSeconds, logger })
      : null
  const isDone =
    untilHead &&
    (height > head.atStart ||
      (height === head.atStart && !(await isReplaced(rpc, database.position))))
  return index({
    answers,
    bundles,
    isDone,
    lag,
    alarm,
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
    readFailed: standstill,
    logger,
  })
}

/** The parts of a running indexer. */
interface Parts {
  answers: AnswerSource
  /** Null: none are kept. */
  bundles: BundleKeeper | null
  /** The last block to index is indexed. */
  isDone: boolean
  /** Why the last block is not that of the chain, in words; null: it is, as far as is known. */
  lag: string | null
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
  alarm: StallAlarm
  /** Emits failures of reads that are repeated. */
  readFailed: Signal<unknown>
  logger: Logger
}

/** Indexes until something fails, or the last block is reached. @returns the exit code */
function index(parts: Parts): Promise<number> {
  const { options, rpc, head, indexer, committed, database, progress, gateway, logger } = parts
  const { databaseUrl, untilHead, untilProven } = options
  const lastBlock = untilHead ? head.atStart : null
  const isOnChain = (block: Readonly<Head>) => hasBlock(rpc, block)
  const hasFinalBlock = () => isOnChain(database.position.finalized)
  return new Promise((resolve) => {
    let isEnding = false
    const runAgain = async (error: LinchpinError) => {
      isEnding = true
      logger.warn({ code: error.code, reason: error.message }, 'invalid blocks are read again')
      // Gives up the claim, which the next pass needs at once.
      await database.close().catch(() => {})
      process.send?.(RUN_AGAIN)
      resolve(error.exitCode)
    }
    const fail = async (error: unknown) => {
      if (isEnding) return
      resolve(await reportFailure(error, { logger, databaseUrl, hasFinalBlock }))
    }
    const verification = createBackgroundVerification({
      gateway,
      config: options.config,
      databaseUrl,
      claim: database.writer,
      isAwaited: untilProven,
      isOnChain,
      onInvalid: untilProven ? runAgain : fail,
      logger,
    })
    const end = (cursor: Readonly<Cursor>) =>
      endAtLastBlock(
        { database, indexer, progress, verification, untilProven, lag: parts.lag, logger },
        cursor,
      ).then((code) => {
        // The next pass has the last word.
        if (!isEnding) resolve(code)
      }, fail)
    if (parts.isDone) {
      void end(database.position)
      return
    }
    const commits = new Commits({
      head,
      indexer,
      gateway,
      progress,
      poller: createPoller(options, databaseUrl, database.writer, rpc, logger),
      tokens: createTokenAsker(options, databaseUrl, database.writer, rpc, logger),
      bundles: parts.bundles,
      answers: createLateAnswers(parts, fail),
      verification,
      logger,
      lastBlock,
      onLastBlock: end,
    })
    const watch = watchChain(parts, fail)
    const standstill = new Standstill(head.atStart, () => database.position.height, fail)
    if (untilProven) parts.readFailed.connect((error) => standstill.failed(error))
    committed.connect((cursor) => {
      standstill.moved()
      watch?.active()
      commits.committed(cursor)
    })
    commits.resumed(database.position)
    runSdk(parts, verification).catch(fail)
  })
}

/** Null for a recording: its deployment file is read once. */
function createLateAnswers(
  { options, database, answers, logger }: Parts,
  answered: (error: LinchpinError) => void,
): LateAnswers | null {
  const { databaseUrl, recordingDir } = options
  if (recordingDir !== null) return null
  return new LateAnswers({ databaseUrl, claim: database.writer, source: answers, answered, logger })
}

/** Null for a recording, which does not change. */
function watchChain(
  { options, network, rpc, lowBlock }: Parts,
  onOther: (error: unknown) => void,
): SameChainWatch | null {
  if (options.recordingDir !== null || lowBlock === null) return null
  const silenceMs = network.name === 'custom' ? SILENCE_MS.custom : SILENCE_MS.public
  return new SameChainWatch(options.databaseUrl, rpc, lowBlock, silenceMs, onOther)
}

async function runSdk(parts: Parts, verification: BackgroundVerification | null): Promise<void> {
  const { options, network, rpc, indexer, database, gateway, alarm, logger } = parts
  const { finality, startBlock } = network
  const { prometheusPort, gqlHost: prometheusHost } = options.config
  routeSdkLog(logger)
  const { rpcUrl } = gateway
  const processor = createProcessor({
    rpcUrl,
    startBlock,
    finality,
    headPollMs: HEAD_POLL_MS,
    prometheusPort,
    prometheusHost,
  })
  addMetrics(metricsOf(processor), {
    providers: () => rpc.status(),
    missing: gateway.missing,
    checks: gateway.verificationCounts,
    provenTo: () => verification?.upTo ?? null,
    events: () => indexer.events,
  })
  addStandingMetrics(metricsOf(processor), alarm)
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
