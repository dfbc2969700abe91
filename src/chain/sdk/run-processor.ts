import { createLogger } from '@subsquid/logger'
import type {
  DataSource,
  HotDatabase,
  HotDataSource,
} from '@subsquid/util-internal-processor-tools'
import { Runner } from '@subsquid/util-internal-processor-tools'
import type { BlockData } from '../types'
import { privateParts, type RunnerBlock, setFinalDepth } from './private'
import { type Processor, type ProcessorBlock, toBlockData } from './processor'
import { toSdkError } from './sdk-error'

/** What the SDK runs between its data sources and our code. */
export interface ProcessorRun<Store> {
  processor: Processor
  /** Blocks below the head after which a block counts as final; the same as the processor's. */
  finality: number
  /** Blocks below the head, as the SDK last heard of it, that can be undone. */
  finalDepth(): number
  /** Final blocks. */
  dataSource: DataSource<RunnerBlock, unknown>
  database: HotDatabase<Store>
  /** Indexes a batch inside a transaction of the database. */
  handle(store: Store, blocks: BlockData[]): Promise<void>
}

/**
 * Runs the SDK until something fails, as EvmBatchProcessor.run does; but that one logs any error and calls process.exit(1)
 * before the caller can handle it.
 *
 * @throws what the database, the handler or the data source threw, the very object; SdkError for an error of the SDK itself
 */
export async function runProcessor<Store>(run: ProcessorRun<Store>): Promise<void> {
  const { processor, finality, finalDepth, dataSource, database, handle } = run
  const parts = privateParts(processor)
  setFinalDepth(parts.getHotDataSource(), finalDepth)
  const runner = new Runner<unknown, Store>({
    database: ownDatabase(database),
    requests: parts.getBatchRequests(),
    archive: ownDataSource(dataSource),
    allBlocksAreFinal: finality === 0,
    hotDataSource: typedHotDataSource(parts.getHotDataSource()),
    prometheus: parts.getPrometheusServer(),
    log: createLogger('sqd:processor'),
    process: (store, { blocks }) => handle(store, (blocks as ProcessorBlock[]).map(toBlockData)),
  })
  try {
    await runner.run()
  } catch (error) {
    throw error instanceof OwnError ? error.cause : toSdkError(error, 'run')
  }
}

/** Carries an error of our own through the SDK, which rethrows it: it is recognised by its class alone. */
class OwnError extends Error {
  constructor(cause: unknown) {
    super('error of the database, the handler or the data source', { cause })
  }
}

async function own<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new OwnError(error)
  }
}

/** Errors of the handler pass through the database, which calls it. */
function ownDatabase<Store>(database: HotDatabase<Store>): HotDatabase<Store> {
  return {
    supportsHotBlocks: true,
    connect: () => own(() => database.connect()),
    transact: (info, work) => own(() => database.transact(info, work)),
    transactHot: (info, work) => own(() => database.transactHot(info, work)),
    transactHot2: (info, work) => own(() => database.transactHot2!(info, work)),
  }
}

function ownDataSource<B, R>(source: DataSource<B, R>): DataSource<B, R> {
  return {
    getFinalizedHeight: () => own(() => source.getFinalizedHeight()),
    getBlockHash: (height) => own(() => source.getBlockHash(height)),
    async *getFinalizedBlocks(requests, stopOnHead) {
      const batches = source.getFinalizedBlocks(requests, stopOnHead)[Symbol.asyncIterator]()
      for (;;) {
        const { done, value } = await own(() => batches.next())
        if (done) return
        yield value
      }
    },
  }
}

/** The SDK's source of the head. What goes wrong in it is an error of the SDK, unless it is ours. */
function typedHotDataSource<B, R>(source: HotDataSource<B, R>): HotDataSource<B, R> {
  return {
    getFinalizedHeight: () => source.getFinalizedHeight(),
    getBlockHash: (height) => source.getBlockHash(height),
    getFinalizedBlocks: (requests, stopOnHead) => source.getFinalizedBlocks(requests, stopOnHead),
    async processHotBlocks(requests, state, onUpdate) {
      try {
        await source.processHotBlocks(requests, state, onUpdate)
      } catch (error) {
        throw error instanceof OwnError ? error : toSdkError(error, 'hot blocks')
      }
    },
  }
}
