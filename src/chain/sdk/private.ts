import type { EvmBatchProcessor } from '@subsquid/evm-processor'
import type {
  HotDataSource,
  PrometheusServer,
  RunnerConfig,
} from '@subsquid/util-internal-processor-tools'
import type { Registry } from 'prom-client'
import { listen, send } from '../http'

/**
 * Everything of the SDK that is used here and is not its public interface. `test/chain/sdk-private.test.ts` fails when the
 * installed version or one of these names changes: check then that each of them still works as described.
 */
export const SDK_VERSIONS = {
  '@subsquid/evm-processor': '1.27.3',
  /** Has the Runner, which EvmBatchProcessor.run starts, and the interface of data sources. */
  '@subsquid/util-internal-processor-tools': '4.2.1',
  /** Has the HotProcessor, which follows the head over forks. */
  '@subsquid/util-internal-ingest-tools': '1.1.4',
} as const

/** Private methods of EvmBatchProcessor. Each returns the same object whenever it is called. */
export const PRIVATE_METHODS = [
  'getBatchRequests',
  'getHotDataSource',
  'getPrometheusServer',
] as const

/** Property of the hot data source: blocks below the head after which a block counts as final. */
export const FINAL_DEPTH = 'finalityConfirmation'

/** A block of any data source, as the Runner passes it on. */
export type RunnerBlock = { header: { height: number; hash: string; parentHash: string } }

/** The private parts of a processor. */
export interface PrivateParts {
  /** The ranges and items that the processor was configured to read. */
  getBatchRequests(): RunnerConfig<unknown, unknown>['requests']
  /** Reads the head by JSON-RPC. */
  getHotDataSource(): HotDataSource<RunnerBlock, unknown>
  /** Starts to listen when the Runner does. */
  getPrometheusServer(): PrometheusServer
}

/** The private methods of a processor, typed. */
export function privateParts(processor: EvmBatchProcessor): PrivateParts {
  return processor as unknown as PrivateParts
}

/** Lets the SDK ask how many blocks below the head can be undone, whenever it has a new head; it takes a constant by default. */
export function setFinalDepth(
  source: HotDataSource<RunnerBlock, unknown>,
  depth: () => number,
): void {
  Object.defineProperty(source, FINAL_DEPTH, { get: depth })
}

/** The registry of the SDK's metrics. */
export function registryOf(server: PrometheusServer): Registry {
  return (server as unknown as { registry: Registry }).registry
}

/** Has the SDK serve its metrics on one address: by default it listens on all of the machine. */
export function serveMetricsOn(server: PrometheusServer, host: string, port: number): void {
  const registry = registryOf(server)
  server.serve = () =>
    listen(
      (request, response) => {
        if (request.url !== '/metrics') return send(response, 404, 'GET /metrics')
        registry.metrics().then(
          (text) => send(response, 200, text, registry.contentType),
          (error) => send(response, 500, String(error)),
        )
      },
      { host, port },
    )
}

/** Keeps the SDK from opening its port for metrics, which it does on a random one by default. */
export function closePort(server: PrometheusServer): void {
  server.serve = async () => ({ port: 0, close: async () => {} })
}
