import { expect, test } from 'vitest'
import { loadRecording } from '../../src/chain/recording/recording'
import { BOTH, FIXTURE, groundTruth } from '../support/recordings'
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

test('the oracle agrees with recorded contract calls: shares of vaults, opt-ins to networks', async () => {
  interface Truth {
    block: number
    vaults: Record<string, { accounts: Record<string, { activeShares: string }> }>
    optedInNetwork: [string, string][]
  }
  const recording = await loadRecording(BOTH)
  const oracle = new Oracle(recording.deployment as never, eventNames())
  const checkpoints = groundTruth(BOTH) as unknown as Truth[]
  for (const { block, vaults, optedInNetwork } of [checkpoints[6]!, checkpoints.at(-1)!]) {
    const found = oracle.fold((number) => recording.blockAt(number)!, 1, block)
    const shares = Object.entries(vaults).flatMap(([vault, { accounts }]) =>
      Object.entries(accounts).flatMap(([account, { activeShares }]): [string, bigint][] =>
        activeShares === '0' ? [] : [[`${account} ${vault}`, BigInt(activeShares)]],
      ),
    )
    expect(lowered(found.vaultShares)).toEqual(lowered(shares))
    const optedIn = [...found.registrations].filter((line) => line.includes(' network '))
    const expected = optedInNetwork.map(([operator, network]) => `${operator} network ${network}`)
    expect(optedIn.sort()).toEqual(expected.map((line) => line.toLowerCase()).sort())
  }
})

function lowered<V>(entries: Iterable<[string, V]>): [string, V][] {
  return [...entries]
    .map(([key, value]): [string, V] => [key.toLowerCase(), value])
    .sort(([a], [b]) => (a < b ? -1 : 1))
}
