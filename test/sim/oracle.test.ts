import { expect, test } from 'vitest'
import { loadRecording } from '../../src/chain/recording/recording'
import { FIXTURE, groundTruth } from '../support/recordings'
import { eventNames, Oracle } from './oracle'

test('the oracle agrees with recorded contract calls: shares, delegations and registrations', async () => {
  const recording = await loadRecording(FIXTURE)
  const oracle = new Oracle(recording.deployment as never, eventNames())
  const checkpoints = groundTruth(FIXTURE)
  for (const truth of checkpoints.filter((_, i) => i % 5 === 0 || i === checkpoints.length - 1)) {
    const found = oracle.fold((number) => recording.blockAt(number)!, 1, truth.block)
    const shares = Object.entries(truth.operators).flatMap(([operator, of]) =>
      Object.entries(of.shares).map(([pool, amount]) => [`${operator} ${pool}`, BigInt(amount)]),
    )
    expect(lowered(found.shares)).toEqual(lowered(shares as [string, bigint][]))
    for (const [staker, { delegatedTo }] of Object.entries(truth.stakers)) {
      const none = delegatedTo === undefined || /^0x0*$/.test(delegatedTo)
      const expected = none ? undefined : delegatedTo.toLowerCase()
      expect(found.delegations.get(staker.toLowerCase())).toBe(expected)
    }
    const members = Object.entries(truth.operatorSets).flatMap(([set, { members }]) =>
      members.map((operator) => `${operator} ${set.replace(':', '/')}`),
    )
    const directory = Object.entries(truth.avsDirectory).flatMap(([pair, status]) =>
      status === 1 ? [pair.split('|').reverse().join(' ')] : [],
    )
    const expected = [...members, ...directory].map((line) => line.toLowerCase()).sort()
    expect([...found.registrations].sort()).toEqual(expected)
  }
})

function lowered<V>(entries: Iterable<[string, V]>): [string, V][] {
  return [...entries]
    .map(([key, value]): [string, V] => [key.toLowerCase(), value])
    .sort(([a], [b]) => (a < b ? -1 : 1))
}
