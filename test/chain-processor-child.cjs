// Runs a stock processor over a front and tells its parent every block it is given, one JSON a line.
// A process of its own, because processor.run() ends the process. Reads the compiled lib/.
const { createProcessor, toBlockData } = require('../lib/chain/processor')

const options = JSON.parse(process.argv[2])
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`)

const database = {
  supportsHotBlocks: true,
  connect: async () => options.state ?? { height: -1, hash: '0x', top: [] },
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

createProcessor(options).run(database, async (ctx) => {
  for (const block of ctx.blocks) say({ kind: ctx.store.kind, block: toBlockData(block) })
})
