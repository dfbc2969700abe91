// The first sync of a network of mainnet's shape from an emulated provider, under a virtual clock: the product's own reader in
// standard mode. --blocks N: the first N blocks of it; --by address: without reading by topic.
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { parseArgs } from 'node:util'
import { Chain, isPod, revealed } from './sync/chain.mjs'
import { VirtualClock } from './sync/clock.mjs'
import { PLAN, Providers } from './sync/provider.mjs'

const require = createRequire(import.meta.url)
const { Finality } = require('../lib/chain/head/finality')
const { HistoryArchive } = require('../lib/chain/history/archive')
const { RpcHistory } = require('../lib/chain/history/history')
const { createPortalQuery } = require('../lib/chain/history/portal')
const { createRpc } = require('../lib/chain/provider/rpc')
const { createVerifier } = require('../lib/chain/verify/verifier')
const { WatchSet } = require('../lib/chain/watch')
const { sharedTopicsOf } = require('../lib/protocols/tables')

const { values } = parseArgs({
  options: {
    blocks: { type: 'string', default: '6500000' },
    by: { type: 'string', default: 'topic,address' },
    sources: { type: 'string', default: 'one,two,portal' },
  },
})
const SILENT = { info: () => {}, warn: () => {}, error: () => {} }
const topics = sharedTopicsOf('EIGEN_POD')
const truth = new Chain(Number(values.blocks), topics).followed()

const hashes = new Set()
for (const by of values.by.split(',')) {
  for (const source of values.sources.split(',')) {
    const result = await read(source, by)
    process.stdout.write(
      `${JSON.stringify({ source, by, blocks: Number(values.blocks), ...result })}\n`,
    )
    hashes.add(result.sha256)
    if (hashes.size > 1) throw new Error('two ways to read the chain give different blocks')
    if (result.logs !== truth) throw new Error(`the chain has ${truth} logs of followed contracts`)
  }
}
process.exit(0)

/** Nothing fails here but what is wrong with the product or the benchmark. */
function readFailed(error) {
  process.nextTick(() => {
    throw error
  })
}

async function read(source, by) {
  const clock = new VirtualClock()
  const providers = new Providers(new Chain(Number(values.blocks), topics), clock)
  globalThis.fetch = providers.fetch
  const urls = ['http://a.test', ...(source === 'two' ? ['http://b.test'] : [])]
  const rpc = createRpc({ urls, rateLimit: PLAN.perSecond, clock, logger: SILENT })
  const verification = {
    mode: 'standard',
    alwaysVerified: new Set(),
    ethereumHashes: false,
    topicsOf: () => topics,
  }
  const history = new RpcHistory({
    rpc,
    watch: new WatchSet(Chain.core),
    discover: revealed,
    verifier: createVerifier(rpc, verification, SILENT),
    portal: source === 'portal' ? createPortalQuery({ url: 'http://portal.test' }) : null,
    logger: SILENT,
    ...(by === 'topic' && { sharedTopicsOf: (address) => (isPod(address) ? topics : null) }),
  })
  const archive = new HistoryArchive({
    rpc,
    history,
    finality: new Finality({ rpc, finality: 75, logger: SILENT }),
    batchBlocks: 2_000,
    pollMs: 1_000,
    logger: SILENT,
    readFailed,
    signal: new AbortController().signal,
  })
  const hash = createHash('sha256')
  let [logs, headers, peak] = [0, 0, 0]
  for (let next = 1; next <= providers.chain.head; ) {
    const { blocks, to } = await archive.read(next)
    for (const block of blocks) {
      hash.update(`${block.header.hash} ${block.header.parentHash} ${block.header.timestamp}\n`)
      for (const { address, logIndex } of block.logs) hash.update(`${address} ${logIndex}\n`)
      logs += block.logs.length
    }
    headers += blocks.length
    peak = Math.max(peak, process.memoryUsage().rss)
    next = to + 1
  }
  return {
    hours: Number((clock.now() / 3_600_000).toFixed(2)),
    calls: Object.fromEntries(providers.calls),
    requests: providers.requests,
    gigabytes: Number((providers.bytes / 1e9).toFixed(2)),
    peakMb: Math.round(peak / 1e6),
    logs,
    blocksWithHeader: headers,
    sha256: hash.digest('hex').slice(0, 16),
  }
}
