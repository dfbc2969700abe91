import type { Wanted } from '../../../src/prover/prover'
import type { Arguments, FigureValue } from '../../../src/state-proof/figure'
import type { Checkpoint } from '../recordings'

/** A figure, and what the contracts answered for it. */
export interface Expected extends Wanted {
  value: FigureValue
}

const WAD = `1${'0'.repeat(18)}`
const NOBODY = `0x${'0'.repeat(40)}`
const lower = (text: string) => text.toLowerCase()
const byLower = <T>(record: Record<string, T>) =>
  new Map(Object.entries(record).map(([key, value]) => [lower(key), value]))

/**
 * Figures of all kinds with the answers of a checkpoint: of everybody and every pool, so most are 0, or the value that a contract
 * has by default.
 */
export function expectedFigures(truth: Checkpoint): Expected[] {
  const all: Expected[] = []
  const add = (name: string, args: Arguments, value: FigureValue) =>
    all.push({ name, arguments: args, value })
  const pools = [
    ...new Set(Object.values(truth.operators).flatMap((one) => Object.keys(one.shares))),
  ]
  for (const [operator, one] of Object.entries(truth.operators)) {
    for (const pool of pools) {
      const args = { operator: lower(operator), pool: lower(pool) }
      add('operatorShares', args, one.shares[pool] ?? '0')
      add('maxMagnitude', args, one.maxMagnitude[pool] ?? WAD)
      add('encumberedMagnitude', args, one.encumberedMagnitude[pool] ?? '0')
    }
  }
  for (const [address, one] of Object.entries(truth.stakers)) {
    const staker = lower(address)
    add('delegatedTo', { staker }, lower(one.delegatedTo ?? NOBODY))
    for (const { root } of one.queued) add('isPendingWithdrawal', { root: lower(root) }, true)
    // One pool more than the staker has.
    const own = Object.keys(one.deposit)
    for (const pool of [...own, ...pools.filter((one) => !own.includes(one)).slice(0, 1)]) {
      const args = { staker, pool: lower(pool) }
      add('depositShares', args, one.deposit[pool] ?? '0')
      add('scalingFactor', args, one.depositScalingFactor[pool] ?? WAD)
      add('withdrawableShares', args, one.withdrawable[pool] ?? '0')
    }
  }
  add('isPendingWithdrawal', { root: `0x${'12'.repeat(32)}` }, false)
  for (const [owner, { beaconChainSlashingFactor }] of Object.entries(truth.pods))
    add('beaconChainSlashingFactor', { staker: lower(owner) }, beaconChainSlashingFactor)
  for (const [key, set] of Object.entries(truth.operatorSets)) addSet(truth, lower(key), set, add)
  for (const avs of new Set(Object.keys(truth.operatorSets).map((set) => set.split('/')[0]!)))
    addAvs(truth, avs, pools, add)
  for (const pool of pools) {
    const shares = Object.values(truth.operators).map((one) => BigInt(one.shares[pool] ?? 0))
    const total = shares.reduce((sum, one) => sum + one, 0n)
    const squares = shares.reduce((sum, one) => sum + one * one, 0n)
    const digits = String((squares * 10n ** 18n) / total ** 2n).padStart(19, '0')
    const operators = Object.keys(truth.operators).map(lower).sort()
    add(
      'poolConcentration',
      { pool: lower(pool), operators },
      {
        total: String(total),
        sumOfSquares: String(squares),
        hhi: `${digits.slice(0, -18)}.${digits.slice(-18)}`,
      },
    )
  }
  return all
}

type Add = (name: string, args: Arguments, value: FigureValue) => void
type SetTruth = Checkpoint['operatorSets'][string]

function addSet(truth: Checkpoint, operatorSet: string, set: SetTruth, add: Add): void {
  add('members', { operatorSet }, set.members.map(lower))
  add('pools', { operatorSet }, set.strategies.map(lower))
  add('slasher', { operatorSet }, lower(set.slasher))
  const allocations = new Map(
    set.allocations.map((one) => [lower(`${one.operator} ${one.strategy}`), one]),
  )
  const slashable = byLower(set.minSlashableNow)
  for (const operator of Object.keys(truth.operators).map(lower)) {
    const isMember = set.members.map(lower).includes(operator)
    add('isMember', { operator, operatorSet }, isMember)
    for (const pool of set.strategies.map(lower)) {
      const args = { operator, operatorSet, pool }
      const one = allocations.get(`${operator} ${pool}`)
      add('allocation', args, {
        magnitude: one?.currentMagnitude ?? '0',
        pendingDiff: one?.pendingDiff ?? '0',
        effectBlock: String(one?.effectBlock ?? 0),
      })
      add('slashableStake', args, byLower(slashable.get(operator) ?? {}).get(pool) ?? '0')
    }
  }
}

function addAvs(truth: Checkpoint, avs: string, pools: readonly string[], add: Add): void {
  const sets = Object.entries(truth.operatorSets).filter(([key]) => key.startsWith(`${avs}/`))
  add(
    'operatorSets',
    { avs: lower(avs) },
    sets.map(([key]) => lower(key)),
  )
  const left = Object.keys(truth.operators).map(lower).sort()
  for (const pool of pools) {
    const stakes = sets
      .filter(([, { strategies }]) => strategies.includes(pool))
      .flatMap(([, set]) => Object.values(set.minSlashableNow).map((one) => BigInt(one[pool] ?? 0)))
    const sum = stakes.reduce((all, one) => all + one, 0n)
    add('avsSlashableStake', { avs: lower(avs), pool: lower(pool), left }, String(sum))
  }
}
