import { beforeAll, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import type { Network } from '../../src/config/networks'
import { someOf } from '../long.mjs'
import { straight } from '../support/chain/branches'
import { type Everything, HotIndex } from '../support/chain/hot-index'
import { FIXTURE } from '../support/recordings'

const FINAL = 180
const HEAD = 260

let recording: Recording
let network: Network
let clean: Everything

const ref = (number: number) => ({ height: number, hash: recording.blockAt(number)!.hash })

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  network = networkFromDeployment(recording.deployment)
  clean = await HotIndex.clean(network, straight(recording, 1, HEAD), FINAL)
})

const SIZES = [1, 7, 100, 1_000]
/** Blocks after which another process continues. */
const RESTARTS = [[], [130], [85, 181, 240]]

const CASES = SIZES.flatMap((size) => RESTARTS.map((restarts) => ({ size, restarts })))

test.each(someOf(CASES, 3))(
  'batches of $size blocks, another process after blocks $restarts: the same tables, history and digest',
  async ({ size, restarts }) => {
    const index = await HotIndex.create(network)
    let waiting = [...restarts]
    for (let from = 1; from <= HEAD; ) {
      // The last final block ends a batch: blocks above it are written as hot ones.
      const end = from <= FINAL ? FINAL : HEAD
      const to = Math.min(from + size - 1, end)
      const blocks = straight(recording, from, to)
      if (from <= FINAL) await index.feed.final(blocks)
      else await index.write(ref(from - 1), blocks, size, ref(FINAL))
      from = to + 1
      const isDue = waiting.some((block) => block < from)
      if (isDue) await index.restart()
      if (isDue) waiting = waiting.filter((block) => block >= from)
    }
    expect(await index.everything()).toEqual(clean)
    await index.drop()
  },
)
