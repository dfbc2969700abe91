import { afterEach, describe, expect, it } from 'vitest'
import { RpcHistory } from '../../src/chain/history/history'
import type { Narrowed } from '../../src/chain/narrowed'
import { startReplay } from '../../src/chain/recording/replay'
import type { RawLog } from '../../src/chain/types'
import { createVerifier } from '../../src/chain/verify/verifier'
import { WatchSet } from '../../src/chain/watch'
import { allLogs, type FakeLog, makeChain } from '../chain/helpers'
import { startProvider } from '../support/chain/provider'
import { recordingClient } from '../support/chain/rpc-client'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})

const nth = (kind: string, at: number) => `0x${kind.repeat(30)}${String(at).padStart(10, '0')}`
const word = (address: string) => `0x${'0'.repeat(24)}${address.slice(2)}`
const topic = (letter: string) => `0x${letter.repeat(64)}`
const [TRANSFER, APPROVAL, REVEALS, OTHER] = [topic('1'), topic('2'), topic('3'), topic('4')]
const FACTORY = nth('f', 0)
const TOKEN = nth('c', 0)
const LAST = 199

const holder = (at: number) => nth('a', at)
const stranger = (at: number) => nth('e', at)
const transfer = (from: string, to: string): FakeLog => {
  return { address: TOKEN, topics: [TRANSFER, word(from), word(to)], data: topic('0') }
}

/** A factory reveals a token in block 10 and holders in every twentieth; everybody transfers the token in every block. */
const chain = makeChain(
  Array.from({ length: LAST + 1 }, (_, at): FakeLog[] => [
    transfer(stranger(at), stranger(at + 1)),
    // To holders before they are found, in the block in which they are, and later.
    transfer(stranger(at), holder(Math.floor(at / 20))),
    { address: TOKEN, topics: [APPROVAL, word(holder(0)), word(stranger(1))] },
    ...(at === 10 ? [{ address: FACTORY, topics: [REVEALS], data: TOKEN }] : []),
    ...(at % 20 === 7
      ? [{ address: FACTORY, topics: [REVEALS], data: holder(Math.floor(at / 20)) }]
      : []),
    ...(at % 3 === 0 ? [{ address: holder(0), topics: [OTHER] }] : []),
    ...(at % 5 === 0 ? [transfer(holder(1), holder(0))] : []),
    transfer(holder(Math.floor(at / 40)), stranger(at)),
  ]),
)

/** The logs that must be read, by a plain loop over all of them. */
function expectedLogs(): RawLog[] {
  const first = new Map([[FACTORY, 0]])
  const all = allLogs(chain)
  for (const log of all) if (log.topics[0] === REVEALS) first.set(log.data, log.blockNumber)
  const isFollowed = (address: string, block: number) => (first.get(address) ?? Infinity) <= block
  return all.filter(({ address, topics, blockNumber }) => {
    if (!isFollowed(address, blockNumber)) return false
    if (address !== TOKEN) return true
    return (
      topics[0] === TRANSFER &&
      topics
        .slice(1)
        .some(
          (one) => one.startsWith(word('0xaa')) && isFollowed(`0x${one.slice(26)}`, blockNumber),
        )
    )
  })
}

type Filter = { address?: string[]; topics?: unknown[] }

async function read({ span, isVerified = false }: { span: number; isVerified?: boolean }) {
  const replay = await startReplay(chain)
  const server = await startProvider(replay.url)
  open.push(replay, server)
  const { rpc } = recordingClient([server.url])
  const found = new Set<string>()
  const narrowed: Narrowed = {
    topics: [TRANSFER],
    accountsOf: (address) =>
      address === TOKEN ? [...found].filter((one) => one !== TOKEN).map(word) : null,
    isFollowed: (log, firstBlock) =>
      log.address !== TOKEN ||
      (log.topics[0] === TRANSFER &&
        log.topics.slice(1).some((one) => firstBlock(`0x${one.slice(26)}`) <= log.blockNumber)),
  }
  const logger = { warn() {}, info() {} }
  const verification = {
    mode: 'full',
    alwaysVerified: new Set<string>(),
    distrusted: new Set<number>(),
    distrustedTo: null,
    ethereumHashes: false,
    topicsOf: () => null,
  } as const
  const history = new RpcHistory({
    rpc,
    watch: new WatchSet([FACTORY]),
    discover: (log) => {
      if (log.topics[0] !== REVEALS) return []
      found.add(log.data)
      return [log.data]
    },
    verifier: isVerified ? createVerifier(rpc, verification, logger) : null,
    maxAddresses: 3,
    retryMs: 1,
    narrowed,
  })
  const logs: RawLog[] = []
  for (let from = 0; from <= LAST; from += span) {
    const blocks = await history.readRange(from, Math.min(LAST, from + span - 1))
    logs.push(...blocks.flatMap((block) => block.logs))
  }
  const filters = server.asked.flatMap(({ calls }) =>
    calls.flatMap(({ method, params }) => (method === 'eth_getLogs' ? [params[0] as Filter] : [])),
  )
  return { logs, filters }
}

describe('a token that everybody has', () => {
  it.each([7, 50, 200])(
    'is read by account: only transfers of followed contracts, ranges of %i blocks',
    async (span) => {
      const { logs, filters } = await read({ span })
      expect(logs).toEqual(expectedLogs())
      const ofToken = filters.filter(({ address }) => address?.includes(TOKEN))
      expect(ofToken.length).toBeGreaterThan(0)
      expect(ofToken.filter(({ topics }) => topics === undefined)).toEqual([])
    },
  )

  it('is read with a verifier as without one', async () => {
    const { logs } = await read({ span: 50, isVerified: true })
    expect(logs).toEqual(expectedLogs())
  })
})
