import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import type { Network } from '../../src/config/networks'
import { verifyDigests } from '../../src/store/checks/verify-digests'
import { someOf } from '../long.mjs'
import { branch, STYLES, type Style, straight } from '../support/chain/branches'
import { type Everything, HotIndex } from '../support/chain/hot-index'
import { cleanDigest } from '../support/clean-digest'
import { FIXTURE } from '../support/recordings'

/** Hot blocks, up to the head of the chain. They have deposits, delegations and registrations. */
const FINALITY = 30
const HEAD = 210
const FINAL = HEAD - FINALITY
/** What the blocks of the branches hold. */
const KINDS = someOf(STYLES, 1)
/** Blocks in one transaction. */
const SIZES = [1, 3, 8, FINALITY + 1]

let recording: Recording
let network: Network
let index: HotIndex
/** Of an index that indexed only the chain, up to the head. */
let clean: Everything
let reorgs = 0

const ref = (number: number) => ({ height: number, hash: recording.blockAt(number)!.hash })

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  network = networkFromDeployment(recording.deployment)
  clean = await HotIndex.clean(network, straight(recording, 1, HEAD), FINAL)
  index = await HotIndex.copy(network, straight(recording, 1, FINAL))
  await index.feed.database.connect()
  await index.write(ref(FINAL), straight(recording, FINAL + 1, HEAD), 1, ref(FINAL))
})

afterAll(async () => {
  await index.drop()
})

/** Leaves the chain `depth` blocks below its head for a branch that is one block longer, and comes back. */
async function thereAndBack(depth: number, style: Style, size: number): Promise<void> {
  const fork = HEAD - depth
  const where = `${depth} blocks, ${style}, ${size} in a batch`
  const base = { number: fork, hash: ref(fork).hash }
  const blocks = branch(recording, base, HEAD + 1, style)
  await index.write(ref(fork), blocks, size, ref(FINAL))
  // The rows match the digests, and the last digest is that of a clean index: so the rows are those of a clean index.
  expect(await verifyDigests(index.client), where).toMatchObject({
    digest: await cleanDigest(network, [...straight(recording, 1, fork), ...blocks]),
    mismatch: null,
  })
  await index.write(ref(fork), straight(recording, fork + 1, HEAD), size, ref(FINAL))
  expect(index.feed.database.position.digest, where).toBe(clean.digest)
  reorgs += 2
}

test.each(KINDS)(
  'reorgs of every depth down to the last final block, to a branch with %s blocks and back, leave no trace',
  async (style) => {
    for (let depth = 1; depth <= FINALITY; depth++) {
      const size = SIZES[(depth + KINDS.indexOf(style)) % SIZES.length]!
      await thereAndBack(depth, style, size)
    }
    expect(await index.everything()).toEqual(clean)
  },
)

test(`these were ${2 * FINALITY * KINDS.length} reorgs`, () => {
  expect(reorgs).toBe(2 * FINALITY * KINDS.length)
})
