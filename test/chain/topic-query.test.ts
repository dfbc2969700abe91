import { afterEach, describe, expect, it } from 'vitest'
import { RpcHistory } from '../../src/chain/history/history'
import { send } from '../../src/chain/http'
import { startReplay } from '../../src/chain/recording/replay'
import type { RawLog } from '../../src/chain/types'
import { WatchSet } from '../../src/chain/watch'
import { sharedTopicsOf } from '../../src/protocols/tables'
import { someOf } from '../long.mjs'
import { errorBody, startProvider } from '../support/chain/provider'
import { recordingClient } from '../support/chain/rpc-client'
import type { FakeLog } from './helpers'
import { allLogs, filterLogs, makeChain } from './helpers'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})

const nth = (kind: string, at: number) => `0x${kind.repeat(30)}${String(at).padStart(10, '0')}`
const topic = (letter: string) => `0x${letter.repeat(64)}`
const [OWN, COMMON, OTHER] = [topic('1'), topic('2'), topic('3')]
const SHARED = [OWN, COMMON]
const FACTORY = nth('f', 0)
const SPAN = 50
const LAST = 999

/** A factory reveals a pod in every odd block, and pods and others emit the same events. */
const chain = makeChain(
  Array.from({ length: LAST + 1 }, (_, number): FakeLog[] => [
    { address: nth('e', number % 7), topics: [COMMON] },
    ...(number % 2 === 1
      ? [
          // As a contract does that emits in its constructor.
          { address: nth('d', number), topics: [COMMON] },
          { address: FACTORY, topics: [OTHER], data: nth('d', number) },
          { address: nth('d', number), topics: [OWN] },
        ]
      : [{ address: nth('d', ((number * 37) % (number + 1)) | 1), topics: [OWN, topic('a')] }]),
    { address: nth('e', 1), topics: [OWN] },
  ]),
)
const discover = (log: RawLog) => (log.topics[0] === OTHER ? [log.data] : [])
const expected = filterLogs(allLogs(chain), [FACTORY], discover)
const sharedTopics = (address: string) => (address.startsWith('0xdddd') ? SHARED : null)

type Filter = { address?: string[]; fromBlock: string }

async function read(
  options: {
    byTopic?: boolean
    maxLogs?: number
    fail?: (filter: Filter) => string | undefined
  } = {},
) {
  const { byTopic = true, maxLogs = 10_000, fail = () => undefined } = options
  const replay = await startReplay(chain, { maxLogs })
  const server = await startProvider(replay.url, (response, { calls, isBatch }) => {
    const at = calls.findIndex(({ method }) => method === 'eth_getLogs')
    const error = at < 0 ? undefined : fail(calls[at]!.params[0] as Filter)
    if (error === undefined) return false
    const errors = calls.map((_, id) => error.replace('"id":0', `"id":${id}`))
    send(response, 200, isBatch ? `[${errors}]` : error)
    return true
  })
  open.push(replay, server)
  const { rpc } = recordingClient([server.url])
  const watch = new WatchSet([FACTORY])
  const history = new RpcHistory({
    rpc,
    watch,
    discover,
    verifier: null,
    maxAddresses: 10,
    retryMs: 1,
    ...(byTopic && { sharedTopicsOf: sharedTopics }),
  })
  const logs: RawLog[] = []
  for (let from = 0; from <= LAST; from += SPAN) {
    const blocks = await history.readRange(from, from + SPAN - 1)
    logs.push(...blocks.flatMap((block) => block.logs))
  }
  const filters = server.asked.flatMap(({ calls }) =>
    calls.flatMap(({ method, params }) => (method === 'eth_getLogs' ? [params[0] as Filter] : [])),
  )
  return { logs, filters, ofAll: filters.filter(({ address }) => address === undefined).length }
}

describe('many contracts of a kind', () => {
  it('are read by topic as by address, with the ones that the range itself reveals, in fewer calls', async () => {
    const byAddress = await read({ byTopic: false })
    const byTopic = await read()
    expect(byAddress.logs).toEqual(expected)
    expect(byTopic.logs).toEqual(expected)
    expect(byAddress.filters.length).toBeGreaterThan(500)
    // For each of 20 ranges: the factory, and the topics; the first two are read by address.
    expect(byTopic.filters.length).toBeLessThanOrEqual(45)
  })

  it.each(someOf([20, 60], 1))(
    'are the same where an answer has %i logs at most',
    async (maxLogs) => {
      const { logs, ofAll } = await read({ maxLogs })
      expect(logs).toEqual(expected)
      expect(ofAll).toBeGreaterThan(0)
    },
  )

  const REFUSALS: [string, string][] = [
    ['refused', errorBody(-32602, 'specify less number of addresses')],
    ['not served', errorBody(-32601, 'method not available without an address')],
    ['forbidden', errorBody(-32000, 'please specify an address in your request')],
    ['a failure', errorBody(-32603, 'internal error')],
    ['too expensive', errorBody(-32005, 'query timeout exceeded')],
  ]

  it.each(someOf(REFUSALS, 2))(
    'are read by address where a filter without one is %s',
    async (_, error) => {
      const { logs, ofAll } = await read({
        fail: ({ address }) => (address === undefined ? error : undefined),
      })
      expect(logs).toEqual(expected)
      // At most three ranges of 20, each divided down to one block.
      expect(ofAll).toBeLessThanOrEqual(21)
    },
  )

  it('are pods alone, and all events that the ABI of a pod declares', () => {
    expect(sharedTopicsOf('EIGEN_POD')!.length).toBeGreaterThan(30)
    expect(sharedTopicsOf('STRATEGY')).toBeNull()
  })
})
