import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import type { Network } from '../../src/config/networks'
import { straight } from '../support/chain/branches'
import { Feed } from '../support/chain/feed'
import { HotIndex } from '../support/chain/hot-index'
import { NO_POOLER, Pooler } from '../support/pgbouncer'
import { FIXTURE } from '../support/recordings'

let recording: Recording
let network: Network
let index: HotIndex
let second: Feed

const ref = (number: number) => ({ height: number, hash: recording.blockAt(number)!.hash })
const extend = (feed: Feed) => feed.hot(ref(180), straight(recording, 181, 190), ref(180))

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  network = networkFromDeployment(recording.deployment)
})

beforeEach(async () => {
  index = await HotIndex.copy(network, straight(recording, 1, 180))
})

afterEach(async () => {
  await second.database.close().catch(() => {})
  await index.drop()
})

/** The second writer takes over, as if the heartbeat of the first one had stopped long ago. */
async function takeOver(): Promise<void> {
  for (;;) {
    await index.client.query(`UPDATE writer SET heartbeat = heartbeat - interval '1 hour'`)
    const refusal = await second.database.connect().then(
      () => null,
      (error) => error,
    )
    if (!refusal) return
    // A beat came between.
    expect(refusal).toMatchObject({ code: 'LP3002' })
    await second.database.close()
  }
}

if (NO_POOLER) console.warn(`skipped: two writers through a pooler: ${NO_POOLER}`)

describe.each([
  ['directly', false],
  ['through a pooler in transaction mode', true],
] as const)('two writers %s', (_, isPooled) => {
  const it = test.skipIf(isPooled && NO_POOLER !== null)
  let pooler: Pooler | null = null
  let first: Feed

  beforeEach(async () => {
    if (isPooled && NO_POOLER) return
    if (isPooled) pooler = await Pooler.start(index.url)
    const url = pooler?.url ?? index.url
    first = new Feed(url, network)
    second = new Feed(url, network)
    await first.database.connect()
  })

  afterEach(async () => {
    await first?.database.close().catch(() => {})
    await pooler?.stop()
  })

  it('the second is refused while the first is alive, and gets in when it has closed', async () => {
    await expect(second.database.connect()).rejects.toMatchObject({
      code: 'LP3002',
      exitCode: 69,
      message: expect.stringMatching(
        isPooled ? /through a pooler, since \d{4}/ : /as backend \d+ since \d{4}/,
      ),
    })
    await second.database.close()
    await extend(first)
    await first.database.close()
    expect(await second.database.connect()).toMatchObject({ top: expect.any(Array) })
    expect(second.database.position).toMatchObject(ref(190))
  })

  it('one whose heartbeat is stale is taken over, and its next commit fails', async () => {
    await takeOver()
    const before = await index.everything()
    await expect(extend(first)).rejects.toMatchObject({ code: 'LP3026', exitCode: 69 })
    expect(await index.everything()).toEqual(before)
    await extend(second)
    expect(second.database.position).toMatchObject(ref(190))
  })

  it('one that froze inside a transaction does not block the successor, and writes nothing', async () => {
    const connection = (
      first.database as unknown as { client: { query(...a: unknown[]): unknown } }
    ).client
    const real = connection.query
    let wake = () => {}
    const woken = new Promise<void>((resolve) => {
      wake = resolve
    })
    let frozen = () => {}
    const reached = new Promise<void>((resolve) => {
      frozen = resolve
    })
    connection.query = function (this: unknown, ...args: unknown[]) {
      if (args[0] !== 'COMMIT') return real.apply(this, args)
      frozen()
      return woken.then(() => real.apply(this, args))
    }
    const writing = extend(first).catch((error) => error)
    await reached
    await takeOver()
    await extend(second)
    const after = await index.everything()
    wake()
    expect(await writing).toBeInstanceOf(Error)
    expect(await index.everything()).toEqual(after)
  })
})
