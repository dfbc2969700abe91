import * as view from '../../contracts/view'
import { BEACON_CHAIN_ETH } from '../../facts/native-eth'
import { type CallContext, type Check, toSet, type ViewCall, viewCall } from '../check'
import { type Entries, toEntries } from '../entries'
import { keyOf, valuePerPair } from '../keys'
import { type Amounts, pairs, type Truth } from '../truth'

const WAD = `1${'0'.repeat(18)}`
const isNative = (key: string) => key.endsWith(BEACON_CHAIN_ETH)

/** The entries whose key satisfies a condition. */
function filtered(entries: Entries, condition: (key: string) => boolean): Entries {
  return new Map([...entries].filter(([key]) => condition(key)))
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
  call: ViewCall,
): Check {
  const ours = valuePerPair('operatorMagnitudes', value)
  const recorded = ({ operators }: Truth) => toEntries(pairs(operators, amounts))
  return { name, absent, ours, recorded, call }
}

/** Check of one stake per allocation: key `<operator> <set> <pool>`. */
function perAllocation(
  name: string,
  value: string,
  stakes: (set: Truth['operatorSets'][string]) => Record<string, Amounts>,
  call: ViewCall,
): Check {
  return {
    name,
    absent: '0',
    ours: valuePerPair('allocations', value),
    recorded: ({ operatorSets }) =>
      toEntries(
        Object.entries(operatorSets).flatMap(([set, truth]) =>
          [...pairs(stakes(truth), (amounts) => amounts)].map(([key, stake]) => {
            return [key.replace(' ', ` ${set} `), stake] as const
          }),
        ),
      ),
    call,
  }
}

const stakeArgs = ([operator, set, pool]: string[]) => ({
  operatorSet: toSet(set!),
  operators: [operator!],
  pools: [pool!],
})

/** @param futureBlock block up to which pending changes count; null: unknown */
function slashableAt(futureBlock: (context: CallContext) => number | null): ViewCall {
  return viewCall(
    'ALLOCATION_MANAGER',
    view.getMinimumSlashableStake,
    (words, context) => {
      const block = futureBlock(context)
      return block === null ? null : { ...stakeArgs(words), futureBlock: block }
    },
    (stakes) => stakes[0]![0]!,
  )
}

/** Deposits, their factors, magnitudes, and allocated stake. */
export const magnitudeChecks: Check[] = [
  {
    name: 'deposit shares of tokens',
    absent: '0',
    ours: async (rows) => filtered(await depositShares(rows), (key) => !isNative(key)),
    recorded: (truth) => filtered(deposits(truth), (key) => !isNative(key)),
    call: viewCall('STRATEGY_MANAGER', view.stakerDepositShares, stakerPool),
  },
  {
    name: 'deposit shares of native ETH',
    absent: '0',
    ours: async (rows) => filtered(await depositShares(rows), isNative),
    recorded: (truth) => filtered(deposits(truth), isNative),
    call: viewCall('EIGEN_POD_MANAGER', view.podOwnerDepositShares, ([staker]) => ({
      staker: staker!,
    })),
  },
  {
    name: 'deposit scaling factors',
    absent: WAD,
    ours: valuePerPair('stakes', 'scalingFactor'),
    recorded: ({ stakers }) =>
      toEntries(pairs(stakers, ({ depositScalingFactor }) => depositScalingFactor)),
    call: viewCall('DELEGATION_MANAGER', view.depositScalingFactor, stakerPool),
  },
  {
    name: 'withdrawable shares',
    absent: '0',
    ours: valuePerPair('stakes', 'withdrawableShares'),
    recorded: ({ stakers }) => toEntries(pairs(stakers, ({ withdrawable }) => withdrawable)),
    call: viewCall(
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
    recorded: ({ operators }) =>
      toEntries(pairs(operators, ({ slashableSharesInQueue }) => slashableSharesInQueue)),
    call: viewCall('DELEGATION_MANAGER', view.getSlashableSharesInQueue, operatorPool),
  },
  perOperatorPool(
    'max magnitudes',
    'max',
    WAD,
    ({ maxMagnitude }) => maxMagnitude,
    viewCall('ALLOCATION_MANAGER', view.getMaxMagnitude, operatorPool),
  ),
  perOperatorPool(
    'encumbered magnitudes',
    'encumbered',
    '0',
    ({ encumberedMagnitude }) => encumberedMagnitude,
    viewCall('ALLOCATION_MANAGER', view.getEncumberedMagnitude, operatorPool),
  ),
  perOperatorPool(
    'allocatable magnitudes',
    'allocatable',
    WAD,
    ({ allocatableMagnitude }) => allocatableMagnitude,
    viewCall('ALLOCATION_MANAGER', view.getAllocatableMagnitude, operatorPool),
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
    recorded: ({ operatorSets }) =>
      toEntries(
        Object.entries(operatorSets).flatMap(([set, { allocations }]) =>
          allocations.map((one) => {
            const value = `${one.currentMagnitude} ${one.pendingDiff} ${one.effectBlock}`
            return [`${one.operator} ${set} ${one.strategy}`, value] as const
          }),
        ),
      ),
    call: viewCall(
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
    viewCall('ALLOCATION_MANAGER', view.getAllocatedStake, stakeArgs, (stakes) => stakes[0]![0]!),
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
