// Runs the SDK's processor over a gateway, and writes every block that it gets to stdout, one JSON line each.
// In a process of its own, because a processor cannot be stopped. Uses the compiled lib/.
const { events: strategyEvents } = require('../../lib/abi/StrategyManager')
const { events: podEvents } = require('../../lib/abi/EigenPodManager')
const { createDataSource } = require('../../lib/chain/sdk/data-source')
const { startGateway } = require('../../lib/chain/sdk/gateway')
const { createProcessor } = require('../../lib/chain/sdk/processor')
const { runProcessor } = require('../../lib/chain/sdk/run-processor')
const { createRpc } = require('../../lib/chain/provider/rpc')
const { WatchSet } = require('../../lib/chain/watch')

const { urls, known, gateway: gatewayOptions, processor, state } = JSON.parse(process.argv[2])
const send = (message) => process.stdout.write(`${JSON.stringify(message)}\n`)

const database = {
  supportsHotBlocks: true,
  connect: async () => state ?? { height: -1, hash: '0x', top: [] },
  transact: async (info, work) => {
    await work({ kind: 'final' })
    send({ kind: 'final-commit', prev: info.prevHead.height, next: info.nextHead.height })
  },
  transactHot: () => Promise.reject(new Error('transactHot2 is preferred')),
  transactHot2: async (info, work) => {
    if (info.newBlocks.length > 0) await work({ kind: 'hot' }, 0, info.newBlocks.length)
    send({ kind: 'hot-commit', base: info.baseHead.height, finalized: info.finalizedHead.height })
  },
}

/** As in helpers.ts. */
function discover(log) {
  switch (log.topics[0]) {
    case strategyEvents.StrategyAddedToDepositWhitelist.topic:
      return [`0x${log.data.slice(26, 66)}`]
    case podEvents.PodDeployed.topic:
      return [`0x${log.topics[1].slice(26)}`]
    default:
      return []
  }
}

async function main() {
  const gateway = await startGateway({
    rpc: createRpc({ urls, backoffMs: { first: 1, max: 5 } }),
    watch: new WatchSet(known),
    discover,
    ...gatewayOptions,
  })
  const { rpcUrl, archive } = gateway
  send({ kind: 'gateway', rpcUrl })
  await runProcessor({
    processor: createProcessor({ rpcUrl, ...processor }),
    finality: processor.finality,
    finalDepth: gateway.finalDepth,
    dataSource: createDataSource(archive, processor.headPollMs),
    database,
    handle: async ({ kind }, blocks) => {
      for (const block of blocks) send({ kind, block })
    },
  })
}

main()
