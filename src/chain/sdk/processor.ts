import type { BlockData as SdkBlock } from '@subsquid/evm-processor'
import { EvmBatchProcessor } from '@subsquid/evm-processor'
import type { Registry } from 'prom-client'
import type { Archive } from '../history/archive'
import type { BlockData } from '../types'
import { createFinalSource, SourceBlock } from './final-source'

export interface ProcessorOptions {
  /** From the front. */
  archive: Archive
  /** From the front. */
  rpcUrl: string
  /** First block that can hold a log of a followed contract. */
  startBlock: number
  /** Blocks below the head that count as final; the same as the front's. */
  finality: number
  /** Pause between looks for a new head. */
  headPollMs: number
  /** Port for the SDK's own metrics on all interfaces; null opens none. */
  prometheusPort: number | null
}

const FIELDS = {
  block: { timestamp: true },
  log: { address: true, topics: true, data: true, transactionHash: true },
} as const

export type Processor = EvmBatchProcessor<typeof FIELDS>

/** A block as the handler of the processor gets it. */
export type ProcessorBlock = SdkBlock<typeof FIELDS>

/**
 * A stock processor that reads from the front.
 *
 * It asks for all logs: in finalized ranges the front decides which there are, in hot blocks there
 * are those of every contract, so the handler picks by its own registry in both.
 */
export function createProcessor(options: ProcessorOptions): Processor {
  const processor = new EvmBatchProcessor()
    // Never asked: the final blocks come from the archive in this process.
    .setGateway('http://127.0.0.1:1')
    // Longer than the SDK's 30 s: the front holds a call while it retries.
    .setRpcEndpoint({ url: options.rpcUrl, requestTimeout: 120_000 })
    .setRpcDataIngestionSettings({ headPollInterval: options.headPollMs })
    .setFinalityConfirmation(options.finality)
    .addLog({ range: { from: options.startBlock } })
    .setFields(FIELDS)
  readFinalBlocksFrom(processor, options.archive, options.headPollMs)
  if (options.prometheusPort === null) closePrometheus(processor)
  else processor.setPrometheusPort(options.prometheusPort)
  return processor
}

/** The SDK makes its source of final blocks, a client of a gateway, in a private method. */
function readFinalBlocksFrom(processor: Processor, archive: Archive, pollMs: number): void {
  const source = createFinalSource(archive, pollMs)
  Object.assign(processor, { getArchiveDataSource: () => source })
}

/** The SDK listens on a port of its choice unless its private server is told not to. */
function closePrometheus(processor: Processor): void {
  prometheusOf(processor).serve = async () => ({ port: 0, close: async () => {} })
}

/** Where the metrics of the SDK are: others that are registered there are served with them. */
export function metricsOf(processor: Processor): Registry {
  return prometheusOf(processor).registry
}

interface Prometheus {
  registry: Registry
  serve(): Promise<unknown>
}

function prometheusOf(processor: Processor): Prometheus {
  return (processor as unknown as { getPrometheusServer(): Prometheus }).getPrometheusServer()
}

/** A block of the SDK -> what the rest of the indexer reads; timestamp in seconds. */
export function toBlockData(block: ProcessorBlock): BlockData {
  if (block instanceof SourceBlock) return block.data
  const { height, hash, parentHash, timestamp } = block.header
  return {
    header: { number: height, hash, parentHash, timestamp: timestamp / 1000 },
    logs: block.logs.map((log) => ({
      address: log.address,
      topics: log.topics,
      data: log.data,
      blockNumber: height,
      blockHash: hash,
      transactionHash: log.transactionHash,
      transactionIndex: log.transactionIndex,
      logIndex: log.logIndex,
    })),
  }
}
