import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import type { Network } from '../../src/config/networks'
import { verifyDigests } from '../../src/store/verify-digests'
import { branch, STYLES, straight } from '../support/chain/branches'
import { type Everything, HotIndex } from '../support/chain/hot-index'
import { cleanDigest } from '../support/clean-digest'
import { BOTH } from '../support/recordings'

/** Blocks with deposits, withdrawals, limits and slashings in both protocols, and the creation of a vault. */
const HEAD = 345
const FINAL = 315

let recording: Recording
let network: Network
let clean: Everything

const ref = (number: number) => ({ height: number, hash: recording.blockAt(number)!.hash })

beforeAll(async () => {
  recording = await loadRecording(BOTH)
  network = networkFromDeployment(recording.deployment)
  clean = await HotIndex.clean(network, straight(recording, 1, HEAD), FINAL)
})

afterAll(() => HotIndex.dropTemplate())

test.each(STYLES)(
  'reorgs of a chain with both protocols to a branch with %s blocks and back leave no trace',
  async (style) => {
    const index = await HotIndex.create(network)
    await index.feed.final(straight(recording, 1, FINAL))
    await index.write(ref(FINAL), straight(recording, FINAL + 1, HEAD), 1, ref(FINAL))
    for (const [depth, size] of [
      [1, 1],
      [4, 3],
      [17, 8],
      [29, 31],
    ] as const) {
      const fork = HEAD - depth
      const blocks = branch(recording, { number: fork, hash: ref(fork).hash }, HEAD + 1, style)
      await index.write(ref(fork), blocks, size, ref(FINAL))
      expect(await verifyDigests(index.client), `${depth} blocks`).toMatchObject({
        digest: await cleanDigest(network, [...straight(recording, 1, fork), ...blocks]),
        mismatch: null,
      })
      await index.write(ref(fork), straight(recording, fork + 1, HEAD), size, ref(FINAL))
      expect(index.feed.database.position.digest, `${depth} blocks`).toBe(clean.digest)
    }
    expect(await index.everything()).toEqual(clean)
    await index.drop()
  },
)

test.each([
  { size: 1, restarts: [200] },
  { size: 7, restarts: [] },
  { size: 100, restarts: [20, 150, 333] },
])(
  'a chain with both protocols: batches of $size blocks, another process after blocks $restarts: the same tables, history and digest',
  async ({ size, restarts }) => {
    const index = await HotIndex.create(network)
    let waiting = [...restarts]
    for (let from = 1; from <= HEAD; ) {
      const to = Math.min(from + size - 1, from <= FINAL ? FINAL : HEAD)
      const blocks = straight(recording, from, to)
      if (from <= FINAL) await index.feed.final(blocks)
      else await index.write(ref(from - 1), blocks, size, ref(FINAL))
      from = to + 1
      if (waiting.some((block) => block < from)) await index.restart()
      waiting = waiting.filter((block) => block >= from)
    }
    expect(await index.everything()).toEqual(clean)
    await index.drop()
  },
)
