// Runs the SDK's processor over a front and tells its parent every block it is given, one JSON a line.
// A process of its own, because processor.run() ends the process. Reads the compiled lib/.
const { events: strategyEvents } = require('../../lib/abi/StrategyManager')
const { events: podEvents } = require('../../lib/abi/EigenPodManager')
const { startFront } = require('../../lib/chain/sdk/gateway')
const { createProcessor, toBlockData } = require('../../lib/chain/sdk/processor')
const { createRpc } = require('../../lib/chain/provider/rpc')
const { WatchSet } = require('../../lib/chain/watch')

const { urls, known, front: frontOptions, processor, state } = JSON.parse(process.argv[2])
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`)

const database = {
  supportsHotBlocks: true,
  connect: async () => state ?? { height: -1, hash: '0x', top: [] },
  transact: async (info, work) => {
    await work({ kind: 'final' })
    say({ kind: 'final-commit', prev: info.prevHead.height, next: info.nextHead.height })
  },
  transactHot: () => Promise.reject(new Error('transactHot2 is preferred')),
  transactHot2: async (info, work) => {
    if (info.newBlocks.length > 0) await work({ kind: 'hot' }, 0, info.newBlocks.length)
    say({ kind: 'hot-commit', base: info.baseHead.height, finalized: info.finalizedHead.height })
  },
}

/** As chain-helpers.ts. */
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
  const front = await startFront({
    rpc: createRpc({ urls, backoffMs: { first: 1, max: 5 } }),
    watch: new WatchSet(known),
    discover,
    ...frontOptions,
  })
  say({ kind: 'front', rpcUrl: front.rpcUrl })
  createProcessor({ ...front, ...processor }).run(database, async (ctx) => {
    for (const block of ctx.blocks) say({ kind: ctx.store.kind, block: toBlockData(block) })
  })
}

main()
