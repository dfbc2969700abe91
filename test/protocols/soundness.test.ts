import * as p from '@subsquid/evm-codec'
import { expect, test } from 'vitest'
import { events as am } from '../../src/abi/AllocationManager'
import { decode } from '../../src/protocols/decode'
import { SLASHING_QUEUED } from '../../src/protocols/eigenlayer/soundness'
import { FIXTURE, logsOf } from '../support/recordings'

const position = { address: '0xaa', transactionHash: '0x', transactionIndex: 0, logIndex: 0 }
const recorded = (topic: string) => ({ ...position, ...logsOf(FIXTURE, topic)[0]! })

test('a queued withdrawal whose amounts do not match its root is malformed, not a wrong amount', () => {
  const log = recorded(SLASHING_QUEUED.topic)
  expect(decode({ kind: 'DELEGATION_MANAGER', parent: null }, log).args).not.toBeNull()
  const { withdrawal } = SLASHING_QUEUED.decode(log)
  const amount = withdrawal.scaledShares[0]!.toString(16).padStart(64, '0')
  const other = (withdrawal.scaledShares[0]! + 1n).toString(16).padStart(64, '0')
  const data = log.data.replace(amount, other)
  expect(data).not.toBe(log.data)
  const damaged = decode({ kind: 'DELEGATION_MANAGER', parent: null }, { ...log, data })
  expect(damaged).toMatchObject({ event: { topic: SLASHING_QUEUED.topic }, args: null })
})

test('a slashing with fewer fractions than pools is malformed', () => {
  const log = recorded(am.OperatorSlashed.topic)
  expect(decode({ kind: 'ALLOCATION_MANAGER', parent: null }, log).args).not.toBeNull()
  const args = am.OperatorSlashed.decode(log)
  const sink = new p.Sink(6)
  am.OperatorSlashed.params.operator.encode(sink, args.operator)
  am.OperatorSlashed.params.operatorSet.encode(sink, args.operatorSet)
  am.OperatorSlashed.params.strategies.encode(sink, args.strategies)
  am.OperatorSlashed.params.wadSlashed.encode(sink, args.wadSlashed.slice(1))
  am.OperatorSlashed.params.description.encode(sink, args.description)
  expect(
    decode({ kind: 'ALLOCATION_MANAGER', parent: null }, { ...log, data: sink.toString() }).args,
  ).toBeNull()
  expect(am.OperatorSlashed.decode({ ...log, data: sink.toString() })).toEqual({
    ...args,
    wadSlashed: args.wadSlashed.slice(1),
  })
})
