import { beforeAll, describe, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import type { Network } from '../../src/config/networks'
import { verifyDigests } from '../../src/store/checks/verify-digests'
import { IS_LONG, someOf } from '../long.mjs'
import { branch, STYLES, straight } from '../support/chain/branches'
import { type Everything, HotIndex } from '../support/chain/hot-index'
import { cleanDigest } from '../support/clean-digest'
import { MIDDLEWARE } from '../support/middleware/truth'
import { BOTH, V2 } from '../support/recordings'

/**
 * Chains, each with blocks in which vaults are made and used: deposits, withdrawals, limits, allocations and slashings; and that of an
 * AVS on eigenlayer-middleware, whose slashing requests are vetoed and executed.
 */
const CHAINS = [
  { name: 'both protocols', dir: BOTH, head: 345, final: 315 },
  { name: 'core V2', dir: V2, head: 330, final: 300 },
  { name: 'eigenlayer-middleware', dir: MIDDLEWARE, head: 395, final: 365 },
]

describe.each(CHAINS)('$name', ({ name, dir, head, final }) => {
  let recording: Recording
  let network: Network
  let clean: Everything

  const ref = (number: number) => ({ height: number, hash: recording.blockAt(number)!.hash })

  beforeAll(async () => {
    recording = await loadRecording(dir)
    network = networkFromDeployment(recording.deployment)
    clean = await HotIndex.clean(network, straight(recording, 1, head), final)
  })

  // In CI one chain has all kinds of branches, each of the others one: that with logs of what was not created.
  const styles = IS_LONG || name === CHAINS[0]!.name ? STYLES : STYLES.slice(2, 3)
  test.each(styles)(
    'reorgs of the chain to a branch with %s blocks and back leave no trace',
    async (style) => {
      const index = await HotIndex.create(network)
      await index.feed.final(straight(recording, 1, final))
      await index.write(ref(final), straight(recording, final + 1, head), 1, ref(final))
      for (const [depth, size] of [
        [1, 1],
        [4, 3],
        [17, 8],
        [29, 31],
      ] as const) {
        const fork = head - depth
        const blocks = branch(recording, { number: fork, hash: ref(fork).hash }, head + 1, style)
        await index.write(ref(fork), blocks, size, ref(final))
        expect(await verifyDigests(index.client), `${depth} blocks`).toMatchObject({
          digest: await cleanDigest(network, [...straight(recording, 1, fork), ...blocks]),
          mismatch: null,
        })
        await index.write(ref(fork), straight(recording, fork + 1, head), size, ref(final))
        expect(index.feed.database.position.digest, `${depth} blocks`).toBe(clean.digest)
      }
      expect(await index.everything()).toEqual(clean)
      await index.drop()
    },
  )

  const batches = [
    { size: 100, restarts: [20, 150, 333] },
    { size: 7, restarts: [] },
    { size: 1, restarts: [200] },
  ]
  test.each(someOf(batches, name === CHAINS[0]!.name ? 2 : 1))(
    'the chain: batches of $size blocks, another process after blocks $restarts: the same tables, history and digest',
    async ({ size, restarts }) => {
      const index = await HotIndex.create(network)
      let waiting = [...restarts]
      for (let from = 1; from <= head; ) {
        const to = Math.min(from + size - 1, from <= final ? final : head)
        const blocks = straight(recording, from, to)
        if (from <= final) await index.feed.final(blocks)
        else await index.write(ref(from - 1), blocks, size, ref(final))
        from = to + 1
        if (waiting.some((block) => block < from)) await index.restart()
        waiting = waiting.filter((block) => block >= from)
      }
      expect(await index.everything()).toEqual(clean)
      await index.drop()
    },
  )
})
