import * as view from '../../contracts/view'
import { BEACON_CHAIN_ETH } from '../../facts/native-eth'
import { type Asked, ask, type Check, type Question, toSet } from '../check'
import { type Entries, toEntries } from '../entries'
import { keyOf, valuePerPair } from '../keys'
import { type Amounts, pairs, type Truth } from '../truth'

const WAD = `1${'0'.repeat(18)}`
const isNative = (key: string) => key.endsWith(BEACON_CHAIN_ETH)

/** The entries whose key fits. */
function filtered(entries: Entries, fits: (key: string) => boolean): Entries {
  return new Map([...entries].filter(([key]) => fits(key)))
}

const depositShares = valuePerPair('stakes', 'depositShares')
const deposits = ({ stakers }: Truth) => toEntries(pairs(stakers, ({ deposit }) => deposit))

const stakerPool = ([staker, pool]: string[]) => ({ staker: staker!, pool: pool! })
const operatorPool = ([operator, pool]: string[]) => ({ operator: operator!, pool: pool! })

function perOperatorPool(
  name: string,
  value: string,
  absent: string,
  amounts: (operator: Truth['operators'][string]) => Amounts,
  question: Question,
): Check {
  const ours = valuePerPair('operatorMagnitudes', value)
  const told = ({ operators }: Truth) => toEntries(pairs(operators, amounts))
  return { name, absent, ours, told, question }
}

/** Check of one stake per allocation: key `<operator> <set> <pool>`. */
function perAllocation(
  name: string,
  value: string,
  stakes: (set: Truth['operatorSets'][string]) => Record<string, Amounts>,
  question: Question,
): Check {
  return {
    name,
    absent: '0',
    ours: valuePerPair('allocations', value),
    told: ({ operatorSets }) =>
      toEntries(
        Object.entries(operatorSets).flatMap(([set, truth]) =>
          [...pairs(stakes(truth), (amounts) => amounts)].map(([key, stake]) => {
            return [key.replace(' ', ` ${set} `), stake] as const
          }),
        ),
      ),
    question,
  }
}

const stakeArgs = ([operator, set, pool]: string[]) => ({
  operatorSet: toSet(set!),
  operators: [operator!],
  pools: [pool!],
})

/** @param futureBlock block whose allocations count; null: unknown */
function slashableAt(futureBlock: (asked: Asked) => number | null): Question {
  return ask(
    'ALLOCATION_MANAGER',
    view.getMinimumSlashableStake,
    (words, asked) => {
      const block = futureBlock(asked)
      return block === null ? null : { ...stakeArgs(words), futureBlock: block }
    },
    (stakes) => stakes[0]![0]!,
  )
}

/** Deposits, their factors, magnitudes, and the stake that allocations hold. */
export const magnitudeChecks: Check[] = [
  {
    name: 'deposit shares of tokens',
    absent: '0',
    ours: async (rows) => filtered(await depositShares(rows), (key) => !isNative(key)),
    told: (truth) => filtered(deposits(truth), (key) => !isNative(key)),
    question: ask('STRATEGY_MANAGER', view.stakerDepositShares, stakerPool),
  },
  {
    name: 'deposit shares of native ETH',
    absent: '0',
    ours: async (rows) => filtered(await depositShares(rows), isNative),
    told: (truth) => filtered(deposits(truth), isNative),
    question: ask('EIGEN_POD_MANAGER', view.podOwnerDepositShares, ([staker]) => ({
      staker: staker!,
    })),
  },
  {
    name: 'deposit scaling factors',
    absent: WAD,
    ours: valuePerPair('stakes', 'scalingFactor'),
    told: ({ stakers }) =>
      toEntries(pairs(stakers, ({ depositScalingFactor }) => depositScalingFactor)),
    question: ask('DELEGATION_MANAGER', view.depositScalingFactor, stakerPool),
  },
  {
    name: 'withdrawable shares',
    absent: '0',
    ours: valuePerPair('stakes', 'withdrawableShares'),
    told: ({ stakers }) => toEntries(pairs(stakers, ({ withdrawable }) => withdrawable)),
    question: ask(
      'DELEGATION_MANAGER',
      view.getWithdrawableShares,
      ([staker, pool]) => ({ staker: staker!, pools: [pool!] }),
      ({ withdrawable }) => withdrawable[0]!,
    ),
  },
  {
    name: 'slashable shares in queue',
    absent: '0',
    ours: valuePerPair('operatorStakes', 'slashableSharesInQueue'),
    told: ({ operators }) =>
      toEntries(pairs(operators, ({ slashableSharesInQueue }) => slashableSharesInQueue)),
    question: ask('DELEGATION_MANAGER', view.getSlashableSharesInQueue, operatorPool),
  },
  perOperatorPool(
    'max magnitudes',
    'max',
    WAD,
    ({ maxMagnitude }) => maxMagnitude,
    ask('ALLOCATION_MANAGER', view.getMaxMagnitude, operatorPool),
  ),
  perOperatorPool(
    'encumbered magnitudes',
    'encumbered',
    '0',
    ({ encumberedMagnitude }) => encumberedMagnitude,
    ask('ALLOCATION_MANAGER', view.getEncumberedMagnitude, operatorPool),
  ),
  perOperatorPool(
    'allocatable magnitudes',
    'allocatable',
    WAD,
    ({ allocatableMagnitude }) => allocatableMagnitude,
    ask('ALLOCATION_MANAGER', view.getAllocatableMagnitude, operatorPool),
  ),
  {
    name: 'allocations',
    absent: '0 0 0',
    async ours(rows) {
      type Row = { id: string; magnitude: string; pendingDiff: string; effectBlock: number }
      const selection = '{ id magnitude pendingDiff effectBlock }'
      const items = await rows.list<Row>('allocations', selection)
      return toEntries(
        items.map((row) => [keyOf(row), `${row.magnitude} ${row.pendingDiff} ${row.effectBlock}`]),
      )
    },
    told: ({ operatorSets }) =>
      toEntries(
        Object.entries(operatorSets).flatMap(([set, { allocations }]) =>
          allocations.map((one) => {
            const value = `${one.currentMagnitude} ${one.pendingDiff} ${one.effectBlock}`
            return [`${one.operator} ${set} ${one.strategy}`, value] as const
          }),
        ),
      ),
    question: ask(
      'ALLOCATION_MANAGER',
      view.getAllocation,
      ([operator, set, pool]) => ({
        operator: operator!,
        operatorSet: toSet(set!),
        pool: pool!,
      }),
      ({ currentMagnitude, pendingDiff, effectBlock }) =>
        `${currentMagnitude} ${pendingDiff} ${effectBlock}`,
    ),
  },
  perAllocation(
    'allocated stake',
    'allocatedStake',
    ({ allocatedStake }) => allocatedStake,
    ask('ALLOCATION_MANAGER', view.getAllocatedStake, stakeArgs, (stakes) => stakes[0]![0]!),
  ),
  perAllocation(
    'slashable stake',
    'slashableStake',
    ({ minSlashableNow }) => minSlashableNow,
    slashableAt(({ block }) => block),
  ),
  perAllocation(
    'slashable stake after the deallocation delay',
    'slashableStakeAfterDelay',
    ({ minSlashableAfterDeallocationDelay }) => minSlashableAfterDeallocationDelay,
    slashableAt(({ block, deallocationDelay }) =>
      deallocationDelay === null ? null : block + deallocationDelay,
    ),
  ),
]
