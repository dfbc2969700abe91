import type { Logger } from 'pino'
import { BatchIndexer } from '../batch'
import { addMetrics } from '../chain/metrics'
import { toHeader, toQuantity } from '../chain/normalize'
import { assertChain, START_ATTEMPTS } from '../chain/provider/assert-chain'
import { createRpc, type Rpc } from '../chain/provider/rpc'
import { loadRecording } from '../chain/recording/recording'
import { startReplay } from '../chain/recording/replay'
import { createProcessor, metricsOf, toBlockData } from '../chain/sdk/processor'
import type { Config } from '../config/env'
import { fingerprint } from '../config/fingerprint'
import { networkOf } from '../config/network-of'
import type { Constants, Network } from '../config/networks'
import { createCaller } from '../contracts/calls'
import { readConstants } from '../contracts/constants'
import { EXIT, LinchpinError } from '../errors'
import { Poller } from '../poll/poller'
import type { BackgroundVerification } from '../proof/background-verification'
import { genesis } from '../protocols/eigenlayer'
import type { Head } from '../store/cursor'
import { IndexDatabase } from '../store/database'
import { createBackgroundVerification, startIndexFront } from './index-gateway'
import { createLogger } from './log'
import { migrate } from './migrations'
import { createProgress } from './progress'
import { onSdkFailure } from './sdk-failure'

export interface IndexOptions {
  config: Config
  /** Folder of a recorded chain; null: the chain behind RPC_ENDPOINT, which must be set. */
  recordingDir: string | null
  /** Stop when the block that is the chain's last one now is indexed. */
  untilHead: boolean
  /** Blocks in one transaction. */
  batchBlocks: number
  databaseUrl: string
}

/** Pause between looks of the SDK for a new block, and of this command for the head it reports. */
const HEAD_POLL_MS = 1_000
const HEAD_LOOK_MS = 10_000
/** How long a chain may stand still before that is told. */
const SILENCE_MS = 120_000

/**
 * Indexes a chain until it is told to stop, or (`untilHead`) until its head. Ends the process: the SDK does so too.
 */
export async function runIndex(options: IndexOptions): Promise<void> {
  const { config, databaseUrl, recordingDir } = options
  const logger = createLogger(config)
  const network = networkOf(config, recordingDir)
  const urls = await providers(options)
  const warn = (message: string) => logger.warn(message)
  const rpc = createRpc({
    urls,
    rateLimit: config.rpcRateLimit,
    chain: { id: network.chainId, name: network.name },
    // A recording has all its blocks.
    ...(recordingDir === null && { silenceMs: SILENCE_MS }),
    onWarning: (warning) => logger.warn(warning, 'RPC call failed'),
    tell: (level, message) => logger[level](message),
  })
  await assertChain(urls, network.chainId, network.name)
  await migrate(databaseUrl)

  let head: number | null = null
  const readHead = async (attempts: number) => {
    head = await rpc.head({ attempts })
    return head
  }
  const target = await readHead(START_ATTEMPTS)
  if (target < network.startBlock) throw behind(target, network.startBlock)
  // Tried once: the next look comes soon, and looks must not pile up while no provider answers. A failed one keeps the
  // head that is known; the client has written the warning.
  setInterval(() => readHead(1).catch(() => {}), HEAD_LOOK_MS).unref()

  const poller = createPoller(options, rpc, logger)
  let verification: BackgroundVerification | null = null
  const indexer = new BatchIndexer()
  let atHead = false
  const database = new IndexDatabase({
    url: databaseUrl,
    identity: {
      chainId: network.chainId,
      network: network.name,
      deployment: fingerprint(network),
      startBlock: network.startBlock,
    },
    genesis: async (tx) =>
      indexer.genesis(
        tx,
        network.startBlock,
        genesis(
          recordingDir === null ? await constantsOf(network, rpc, target, warn) : network.constants,
          network.contracts,
          network.priceFeeds,
        ),
      ),
    forget: () => indexer.forget(),
    chainHead: () => head,
    rolledBack: ({ from, to }) =>
      logger.warn(
        { from: to.height + 1, to: from.height },
        'rolled back blocks: stored data did not match the chain; re-indexing',
      ),
    creatingIndexes: (done, all) => {
      const isEnd = done === 0 || done === all
      logger[isEnd ? 'info' : 'debug']({ done, all }, 'creating deferred indexes of the database')
    },
    committed: ({ height, finalized }) => {
      if (options.untilHead && height >= target) {
        tellChecks()
        stop()
      }
      const { events } = indexer
      if (!atHead) progress.update({ block: height, head: head ?? height, events })
      else logger.debug({ block: height, events }, 'indexed')
      if (atHead) poller?.offer(finalized.height)
      if (!atHead && head !== null && height >= head) {
        atHead = true
        tellChecks()
        progress.stop(`at the head of the chain: block ${height}, ${events} events indexed`)
      }
      // What is read with proof is written down on the way.
      if (atHead || front.proven() !== null) verification?.offer(finalized)
    },
  })
  await database.connect()
  const progress = createProgress({
    from: database.position.height + 1,
    to: options.untilHead ? target : null,
    isTTY: process.stderr.isTTY,
  })
  // Everything up to the head is committed; whatever the SDK does from here on is not wanted.
  const stop = () => {
    const { height, digest } = database.position
    progress.stop(`indexed up to block ${height}, ${indexer.events} events, digest ${digest}`)
    process.exit(EXIT.OK)
  }
  if (options.untilHead && database.position.height >= target) return stop()

  const front = await startIndexFront({
    ...options,
    network,
    rpc,
    database,
    head: target,
    isRecording: recordingDir !== null,
    logger,
  })
  const isOnChain = async ({ height, hash }: Readonly<Head>) => {
    const params = [toQuantity(height), false]
    const block = await rpc.call('eth_getBlockByNumber', params, { attempts: 1, parse: toHeader })
    return block.hash === hash
  }
  verification = createBackgroundVerification({ front, config, databaseUrl, isOnChain, logger })
  const tellChecks = () => {
    const checks = front.verificationCounts()
    if (checks) logger.info(checks, 'answers of the providers were checked against the headers')
  }
  const processor = createProcessor({
    ...front,
    startBlock: network.startBlock,
    finality: network.finality,
    headPollMs: HEAD_POLL_MS,
    prometheusPort: config.prometheusPort,
  })
  addMetrics(metricsOf(processor), {
    providers: rpc.status,
    checks: front.verificationCounts,
    provenTo: () => verification?.upTo ?? null,
    events: () => indexer.events,
  })
  onSdkFailure(logger, databaseUrl, () => isOnChain(database.position.finalized))
  processor.run(database, ({ store, blocks }) => indexer.index(store, blocks.map(toBlockData)))
}

/** A recording has no contracts that could be asked. */
function createPoller(
  { config, recordingDir, databaseUrl }: IndexOptions,
  rpc: Rpc,
  logger: Logger,
) {
  const interval = config.pollBlocks
  if (recordingDir !== null || interval === 0) return null
  return new Poller({
    databaseUrl,
    interval,
    callerAt: (block) => createCaller(rpc, block),
    logger,
  })
}

/** Constants for an index that begins. */
async function constantsOf(
  network: Network,
  rpc: Rpc,
  block: number,
  warn: (message: string) => void,
): Promise<Constants> {
  const constants = await readConstants(network, createCaller(rpc, block))
  const missing = Object.entries(constants).flatMap(([name, value]) =>
    value === null ? [name] : [],
  )
  if (missing.length > 0) {
    warn(
      `the contracts do not answer ${missing.join(' and ')}: what needs them is null in this index`,
    )
  }
  return constants
}

function behind(head: number, startBlock: number): LinchpinError {
  return new LinchpinError(
    'LP2011',
    `The provider's last block is ${head}, before the first block to index, ${startBlock}.`,
    'Wait until the node has caught up with the chain, or use another provider.',
    EXIT.UNAVAILABLE,
  )
}

/** URLs to read the chain from; a recording is served on loopback, so that it comes in by the same door. */
async function providers({ config, recordingDir }: IndexOptions): Promise<readonly string[]> {
  if (recordingDir === null) return config.rpcEndpoints
  const replay = await startReplay(await loadRecording(recordingDir))
  return [replay.url]
}
