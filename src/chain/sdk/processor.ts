import type { BlockData as SdkBlock } from '@subsquid/evm-processor'
import { EvmBatchProcessor } from '@subsquid/evm-processor'
import type { Registry } from 'prom-client'
import type { BlockData } from '../types'
import { ArchiveBlock } from './data-source'
import { closePort, privateParts, registryOf, serveMetricsOn } from './private'

export interface ProcessorOptions {
  /** From the gateway. */
  rpcUrl: string
  /** First block that can have a log of a followed contract. */
  startBlock: number
  /** Blocks below the head after which a block counts as final; the same as the gateway's. */
  finality: number
  /** Pause between polls of the head. */
  headPollMs: number
  /** Port for the metrics; null opens none. */
  prometheusPort: number | null
  /** Address that the port is opened on. */
  prometheusHost?: string
}

const FIELDS = {
  block: { timestamp: true },
  log: { address: true, topics: true, data: true, transactionHash: true },
} as const

export type Processor = EvmBatchProcessor<typeof FIELDS>

/** A block as the Runner passes it to the handler. */
export type ProcessorBlock = SdkBlock<typeof FIELDS>

/**
 * Configures a processor that reads the head through the gateway; runProcessor runs it.
 *
 * It requests all logs: of final blocks the gateway gives those of followed contracts, of hot blocks those of every contract,
 * so the handler filters both by its own registry.
 */
export function createProcessor(options: ProcessorOptions): Processor {
  const processor = new EvmBatchProcessor()
    // Longer than the SDK's 30 s: the gateway holds a call while it retries.
    .setRpcEndpoint({ url: options.rpcUrl, requestTimeout: 120_000 })
    .setRpcDataIngestionSettings({ headPollInterval: options.headPollMs })
    .setFinalityConfirmation(options.finality)
    .addLog({ range: { from: options.startBlock } })
    .setFields(FIELDS)
  const { prometheusPort, prometheusHost = '127.0.0.1' } = options
  const metrics = privateParts(processor).getPrometheusServer()
  if (prometheusPort === null) closePort(metrics)
  else serveMetricsOn(metrics, prometheusHost, prometheusPort)
  return processor
}

/** The registry of the SDK's metrics: others that are registered there are served with them. */
export function metricsOf(processor: Processor): Registry {
  return registryOf(privateParts(processor).getPrometheusServer())
}

/** Converts a block of the SDK; timestamps become seconds. */
export function toBlockData(block: ProcessorBlock): BlockData {
  if (block instanceof ArchiveBlock) return block.data
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
