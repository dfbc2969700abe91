import { expect, test } from 'vitest'
import { loadRecording } from '../../src/chain/recording/recording'
import { startReplay } from '../../src/chain/recording/replay'
import { networkFromDeployment } from '../../src/config/deployment'
import { verifyDigests } from '../../src/store/checks/verify-digests'
import { someOf } from '../long.mjs'
import { SupervisedIndexer } from '../sim/indexer'
import { FINALITY } from '../sim/plan'
import { installGate, meetAtGate, openGate, uninstall } from '../sim/points'
import { straight } from '../support/chain/branches'
import { exchangeable, reached, upTo } from '../support/chain/forks'
import { HotIndex } from '../support/chain/hot-index'
import { cleanDigest } from '../support/clean-digest'
import { MIDDLEWARE } from '../support/middleware/truth'

/** Where the command is killed, on its way to each of these heads. */
const ALL_KILLS = [
  { head: 120, point: 'copy' },
  { head: 240, point: 'end versions' },
  { head: 300, point: 'cursor' },
  { head: 345, point: 'commit' },
] as const
const KILLS = someOf(ALL_KILLS, 2)

/** Five starts of the command on a busy machine. */
const TIMEOUT_MS = 600_000

test(
  `an index of an AVS that is killed ${KILLS.length} times, each time in the middle of a batch, has the digest of a run without kills`,
  async () => {
    const recording = await loadRecording(MIDDLEWARE)
    const network = networkFromDeployment(recording.deployment)
    const index = await HotIndex.create(network)
    const chain = exchangeable(upTo(recording, 15))
    const node = await startReplay(chain.view, { finality: FINALITY })
    const deployment = `${MIDDLEWARE}/deployment.json`
    const indexer = new SupervisedIndexer(node.url, index.url, { deployment })
    try {
      indexer.start()
      for (const { head, point } of KILLS) {
        await installGate(index.client, point)
        chain.exchange(upTo(recording, head))
        const isOver = () => indexer.broken !== null
        expect(await meetAtGate(index.client, isOver), indexer.log).not.toBeNull()
        indexer.signal('SIGKILL')
        await openGate(index.client)
        await uninstall(index.client)
        await reached(index.client, recording.blockAt(head)!)
      }
      await indexer.end()
      const { head } = KILLS.at(-1)!
      expect(indexer.ends.get('SIGKILL')).toBe(KILLS.length + 1)
      expect(await verifyDigests(index.client)).toMatchObject({
        digest: await cleanDigest(network, straight(recording, 1, head)),
        mismatch: null,
      })
    } finally {
      await indexer.end()
      await node.close()
      await index.drop()
    }
  },
  TIMEOUT_MS,
)
