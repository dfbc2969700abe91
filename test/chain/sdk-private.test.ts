import { EvmBatchProcessor } from '@subsquid/evm-processor'
import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import {
  FINAL_DEPTH,
  PRIVATE_METHODS,
  privateParts,
  registryOf,
  SDK_VERSIONS,
  setFinalDepth,
} from '../../src/chain/sdk/private'
import { createProcessor, metricsOf } from '../../src/chain/sdk/processor'

const options = {
  rpcUrl: 'http://127.0.0.1:1',
  startBlock: 7,
  finality: 3,
  headPollMs: 10,
  prometheusPort: null,
}

test.each(Object.entries(SDK_VERSIONS))('%s is installed in version %s', (name, version) => {
  expect(require(`${name}/package.json`).version).toBe(version)
})

test.each(PRIVATE_METHODS)('EvmBatchProcessor has %s, which returns one object', (name) => {
  expect(EvmBatchProcessor.prototype).toHaveProperty(name)
  const parts = privateParts(createProcessor(options))
  expect(parts[name]()).toBeTypeOf('object')
  expect(parts[name]()).toBe(parts[name]())
})

test('the batch requests are the configured ranges', () => {
  const requests = privateParts(createProcessor(options)).getBatchRequests()
  expect(requests).toMatchObject([{ range: { from: 7 }, request: { logs: [{}] } }])
})

test('the hot data source has the methods that the Runner calls', () => {
  const source = privateParts(createProcessor(options)).getHotDataSource()
  for (const name of [
    'getFinalizedHeight',
    'getBlockHash',
    'getFinalizedBlocks',
    'processHotBlocks',
  ] as const) {
    expect(source[name]).toBeTypeOf('function')
  }
})

test('the hot data source reads the depth of finality from a property whenever it needs it', async () => {
  const source = privateParts(createProcessor(options)).getHotDataSource()
  expect(source).toHaveProperty(FINAL_DEPTH, options.finality)
  let depth = 130
  setFinalDepth(source, () => depth)
  Object.assign(source, { rpc: { getHeight: async () => 1_000 } })
  expect(await source.getFinalizedHeight()).toBe(870)
  depth = 75
  expect(await source.getFinalizedHeight()).toBe(925)
})

test('the metrics of the SDK are in a registry of the prom-client that is used here', async () => {
  const processor = createProcessor(options)
  const registry = metricsOf(processor)
  expect(registry).toBeInstanceOf(Registry)
  expect(registry).toBe(registryOf(privateParts(processor).getPrometheusServer()))
  expect(await registry.metrics()).toContain('process_cpu_seconds_total')
})

test('no port is opened for metrics unless one is configured', async () => {
  const server = privateParts(createProcessor(options)).getPrometheusServer()
  expect(await server.serve()).toMatchObject({ port: 0 })
})
