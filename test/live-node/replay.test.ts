import { afterAll, expect, test } from 'vitest'
import { loadRecording } from '../../src/chain/recording/recording'
import type { RawLog } from '../../src/chain/types'
import { allLogs } from '../chain/helpers'
import { FIXTURE } from '../support/recordings'
import { RecordedNode } from './recorded-node'

const LAST = 300
let node: RecordedNode | null = null
afterAll(() => node?.anvil.end())

test('the node has the recorded logs, at the recorded places, and answers what it was told', async () => {
  const recording = await loadRecording(FIXTURE)
  node = await RecordedNode.create(recording, LAST)
  await node.mine(1, LAST)
  // Not the index of the transaction: those without logs are not recorded.
  const place = ({ address, topics, data, blockNumber, logIndex }: RawLog) =>
    [address, topics, data, blockNumber, logIndex].join()
  const recorded = allLogs({ ...recording, head: LAST })
  expect((await node.logs()).map(place)).toEqual(recorded.map(place))

  const to = recorded[0]!.address
  const call = (data: string) => node!.anvil.batch([['eth_call', { to, data }, 'latest']])
  await expect(call('0x1234')).rejects.toThrow('revert')
  const result = `0x${'ab'.repeat(100)}`
  await node.answer([{ to, data: '0x1234', result }])
  expect(await call('0x1234')).toEqual([result])
  await expect(call('0x12345678')).rejects.toThrow('revert')
})
