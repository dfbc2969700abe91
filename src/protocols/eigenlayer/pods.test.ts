import { expect, test } from 'vitest'
import { events as pod } from '../../abi/EigenPod'
import { decodeBlock } from '../decode-block'

const POD = `0x${'90'.repeat(20)}`
const KEY = `0x${'5a'.repeat(32)}`
const INDEX = `0x${(77).toString(16).padStart(64, '0')}`
const TIME = `0x${(1_700_000_000).toString(16).padStart(64, '0')}`

/** Facts of one log of the pod; `words` is its data. */
function read(topics: string[], ...words: string[]) {
  const data = `0x${words.map((word) => word.slice(2)).join('')}`
  const at = { transactionHash: KEY, transactionIndex: 0, logIndex: 0 }
  const log = { address: POD, topics, data, ...at }
  const { events, facts } = decodeBlock({ number: 7, timestamp: 1 }, [log], () => ({
    kind: 'EIGEN_POD',
    parent: null,
  }))
  expect(events[0]!.status).toBe('DECODED')
  return facts.map(({ fact }) => fact)
}

const validator = (name: string, change: string, more = {}) => [
  { kind: 'validator', pod: POD, validator: name, change, gwei: null, provenAt: null, ...more },
]
const proven = { provenAt: 1_700_000_000n }

test('a validator is restaked, by index and by key', () => {
  const restaked = (name: string) => validator(name, 'RESTAKED')
  expect(read([pod['ValidatorRestaked(uint40)'].topic], INDEX)).toEqual(restaked('77'))
  expect(read([pod['ValidatorRestaked(bytes32)'].topic], KEY)).toEqual(restaked(KEY))
})

test('its balance is updated with the time up to which it is proven, by index and by key', () => {
  const balance = (name: string) => validator(name, 'BALANCE', { ...proven, gwei: 77n })
  const byIndex = pod['ValidatorBalanceUpdated(uint40,uint64,uint64)'].topic
  const byKey = pod['ValidatorBalanceUpdated(bytes32,uint64,uint64)'].topic
  expect(read([byIndex], INDEX, TIME, INDEX)).toEqual(balance('77'))
  expect(read([byKey], KEY, TIME, INDEX)).toEqual(balance(KEY))
})

test('a checkpoint proves it, by index and by key', () => {
  const byIndex = pod['ValidatorCheckpointed(uint64 indexed,uint40 indexed)'].topic
  const byKey = pod['ValidatorCheckpointed(uint64 indexed,bytes32 indexed)'].topic
  expect(read([byIndex, TIME, INDEX])).toEqual(validator('77', 'CHECKPOINTED', proven))
  expect(read([byKey, TIME, KEY])).toEqual(validator(KEY, 'CHECKPOINTED', proven))
})

test('it is withdrawn, by index, by key, and before checkpoints', () => {
  const withdrawn = (name: string, more = {}) => validator(name, 'WITHDRAWN', more)
  const byIndex = pod['ValidatorWithdrawn(uint64 indexed,uint40 indexed)'].topic
  const byKey = pod['ValidatorWithdrawn(uint64 indexed,bytes32 indexed)'].topic
  const m1 = pod['FullWithdrawalRedeemed(uint40,address indexed,uint64)'].topic
  const m2 = pod['FullWithdrawalRedeemed(uint40,uint64,address indexed,uint64)'].topic
  expect(read([byIndex, TIME, INDEX])).toEqual(withdrawn('77', proven))
  expect(read([byKey, TIME, KEY])).toEqual(withdrawn(KEY, proven))
  expect(read([m1, INDEX], INDEX, TIME)).toEqual(withdrawn('77'))
  expect(read([m2, INDEX], INDEX, TIME, TIME)).toEqual(withdrawn('77'))
})

test('a checkpoint is started, in both signatures, and finalized', () => {
  const started = { kind: 'podCheckpoint', pod: POD, timestamp: 1_700_000_000n, finalized: false }
  const early = pod['CheckpointCreated(uint64 indexed,bytes32 indexed)'].topic
  const late = pod['CheckpointCreated(uint64 indexed,bytes32 indexed,uint256)'].topic
  expect(read([early, TIME, KEY])).toEqual([started])
  expect(read([late, TIME, KEY], INDEX)).toEqual([started])
  const finalized = read([pod.CheckpointFinalized.topic, TIME], `0x${'f'.repeat(64)}`)
  expect(finalized).toEqual([{ ...started, finalized: true }])
})
