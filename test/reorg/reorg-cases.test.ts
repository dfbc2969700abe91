import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import type { BlockData } from '../../src/chain/types'
import { networkFromDeployment } from '../../src/config/deployment'
import type { Network } from '../../src/config/networks'
import { branch, straight } from '../support/chain/branches'
import { HotIndex, type Ref, refOf } from '../support/chain/hot-index'
import { FIXTURE } from '../support/recordings'

const FINAL = 180
const HEAD = 210
/** Last block that all branches have. */
const FORK = 190

let recording: Recording
let network: Network
let index: HotIndex

const ref = (number: number): Ref => ({ height: number, hash: recording.blockAt(number)!.hash })
const chain = (from: number, to: number) => straight(recording, from, to)
const hot = (base: Ref, blocks: BlockData[], size = 4) =>
  index.write(base, blocks, size, ref(FINAL))
const onto = (blocks: BlockData[]) => blocks.at(-1)!.header

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  network = networkFromDeployment(recording.deployment)
})

beforeEach(async () => {
  index = await HotIndex.copy(network, chain(1, FINAL))
  await index.feed.database.connect()
})

afterEach(() => index.drop())

/** The index equals one that indexed only these blocks. */
async function expectClean(blocks: BlockData[]): Promise<void> {
  expect(await index.everything()).toEqual(await HotIndex.clean(network, blocks, FINAL))
}

test('a fork of a fork, back to its first branch, and back to the chain, with restarts between', async () => {
  await hot(ref(FINAL), chain(FINAL + 1, HEAD))
  const first = branch(recording, { number: FORK, ...ref(FORK) }, HEAD + 1, 'shifted')
  await hot(ref(FORK), first)
  const kept = first.slice(0, 7)
  const second = branch(recording, onto(kept), HEAD + 2, 'moved')
  await hot(refOf(kept.at(-1)!), second)
  await expectClean([...chain(1, FORK), ...kept, ...second])
  await index.restart()
  await hot(refOf(kept.at(-1)!), first.slice(7))
  await expectClean([...chain(1, FORK), ...first])
  await index.restart()
  await hot(ref(FORK), chain(FORK + 1, HEAD))
  await expectClean(chain(1, HEAD))
})

test('a shorter branch, and a head that only moves back', async () => {
  await hot(ref(FINAL), chain(FINAL + 1, HEAD))
  const shorter = branch(recording, { number: FORK, ...ref(FORK) }, FORK + 3, 'shifted')
  await hot(ref(FORK), shorter)
  await expectClean([...chain(1, FORK), ...shorter])
  await index.feed.hot(ref(FORK - 2), [], ref(FINAL))
  await hot(ref(FORK - 2), chain(FORK - 1, FORK + 1))
  await expectClean(chain(1, FORK + 1))
})

test('an event that both branches have, in other transactions and at other positions, is stored once', async () => {
  await hot(ref(FINAL), chain(FINAL + 1, HEAD))
  const count = async () => {
    const { rows } = await index.client.query(
      'SELECT count(*)::int AS n, max(log_index) AS last FROM contract_event WHERE block > $1',
      [FORK],
    )
    return rows[0]
  }
  const before = await count()
  const moved = branch(recording, { number: FORK, ...ref(FORK) }, HEAD, 'moved')
  await hot(ref(FORK), moved)
  expect(before.n).toBeGreaterThan(20)
  expect(await count()).toEqual({ n: before.n, last: before.last + 3 })
  await expectClean([...chain(1, FORK), ...moved])
})

test('a row that was created on one branch and changed on the other has only the state of the other', async () => {
  await hot(ref(FINAL), chain(FINAL + 1, HEAD))
  // A row that a block above the fork created, and a later one changed.
  const { rows } = await index.client.query(
    `SELECT a.key, a.from_block AS created FROM operator_stake a JOIN operator_stake b ON b.key = a.key
     WHERE a.from_block > $1 AND b.from_block = a.to_block
       AND NOT EXISTS (SELECT FROM operator_stake c WHERE c.key = a.key AND c.from_block < a.from_block)
     ORDER BY a.from_block LIMIT 1`,
    [FINAL],
  )
  const { key, created } = rows[0]
  const versions = async () => {
    const found = await index.client.query(
      'SELECT from_block FROM operator_stake WHERE key = $1 ORDER BY 1',
      [key],
    )
    return found.rows.map(({ from_block }) => from_block)
  }
  const onChain = await versions()
  // The branch does not have the block that created it.
  const base = { number: created - 1, ...ref(created - 1) }
  const other = branch(recording, base, HEAD, 'shifted')
  await hot(ref(created - 1), other)
  expect(await versions()).toEqual(onChain.slice(1).map((block) => block - 1))
  await expectClean([...chain(1, created - 1), ...other])
})

test('a contract that one branch reveals is not followed on the other, and is again after switching back', async () => {
  const pool = '0x00000000000000000000000000000000000000aa'
  const template = chain(1, 100).flatMap(({ logs }) => logs)
  const whitelisting = template.find(({ topics }) => topics[0] === WHITELISTED)!
  const ownEvent = template.find(({ address }) => isPool(address))!
  const at = ({ number, hash }: BlockData['header'], logIndex: number) => {
    return { blockNumber: number, blockHash: hash, logIndex, transactionIndex: 0 }
  }
  const word = `0x${pool.slice(2).padStart(64, '0')}`
  /** Its event comes before the one that reveals it, in the same block, and again in the next block. */
  const withPool = (blocks: BlockData[], isRevealed: boolean) =>
    blocks.map(({ header }, nth): BlockData => {
      const own = { ...ownEvent, ...at(header, 0), address: pool }
      const reveals = { ...whitelisting, ...at(header, 1), data: word }
      return { header, logs: nth === 0 && isRevealed ? [own, reveals] : [own] }
    })
  const revealing = withPool(chain(FINAL + 1, FINAL + 2), true)
  const silent = withPool(
    branch(recording, { number: FINAL, ...ref(FINAL) }, FINAL + 3, 'empty'),
    false,
  )
  const events = async () => {
    const { rows } = await index.client.query(
      "SELECT count(*)::int AS n FROM contract_event WHERE address = decode($1, 'hex')",
      [pool.slice(2)],
    )
    return rows[0].n
  }
  await hot(ref(FINAL), revealing, 2)
  expect(await events()).toBe(2)
  await hot(ref(FINAL), silent, 1)
  expect(await events()).toBe(0)
  await expectClean([...chain(1, FINAL), ...silent])
  await hot(ref(FINAL), revealing, 1)
  expect(await events()).toBe(2)
  await expectClean([...chain(1, FINAL), ...revealing])
})

test('a thousand hot blocks are written and rolled back, all at once', async () => {
  await hot(ref(FINAL), chain(FINAL + 1, FINAL + 1_000), 100)
  const one = branch(recording, { number: FINAL, ...ref(FINAL) }, FINAL + 1, 'single')
  await hot(ref(FINAL), one)
  await expectClean([...chain(1, FINAL), ...one])
})

/** StrategyAddedToDepositWhitelist(address) */
const WHITELISTED = '0x0c35b17d91c96eb2751cd456e1252f42a386e524ef9ff26ecc9950859fdc04fe'

function isPool(address: string): boolean {
  return network.contracts.some((known) => known.kind === 'STRATEGY' && known.address === address)
}
