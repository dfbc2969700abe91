import { afterAll, beforeAll } from 'vitest'
import type { BlockData } from '../../../src/chain/types'
import type { Network } from '../../../src/config/networks'
import { HotIndex } from '../chain/hot-index'
import { startTestApi, type TestApi } from './api-client'

/** The API of blocks that a test wrote, indexed before the tests of a file. */
export function useWrittenApi(
  network: Network,
  blocks: BlockData[],
): Pick<TestApi, 'ask' | 'refuse'> {
  let index: HotIndex | null = null
  let api: TestApi | null = null

  beforeAll(async () => {
    index = await HotIndex.create(network)
    await index.feed.final(blocks)
    api = await startTestApi(index.url)
  })

  afterAll(async () => {
    await api?.close()
    await index?.drop()
  })

  return {
    ask: (query, variables) => api!.ask(query, variables),
    refuse: (query, variables) => api!.refuse(query, variables),
  }
}
