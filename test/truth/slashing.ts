import type { Checkpoint } from '../support/recordings'
import { type Address, linesOf, list, OF_EIGENLAYER, type TruthCheck } from './check'

type Operator = Checkpoint['operators'][0]
type Staker = Checkpoint['stakers'][0]
type OperatorSet = Checkpoint['operatorSets'][0]

/** Default value that the recorder leaves out. */
const WAD = '1000000000000000000'

/** Check of one value per row of a list whose ids are the two addresses with `-` between them. */
function perPair(
  name: string,
  field: string,
  value: string,
  leftOut: string,
  expected: (checkpoint: Checkpoint) => string[],
): TruthCheck {
  return {
    name,
    // The recorder is not consistent about defaults; they are left out on both sides.
    expected: (checkpoint) => expected(checkpoint).filter((line) => !line.endsWith(` ${leftOut}`)),
    async served(api, block) {
      const rows = await list<Record<string, string>>(api, block, field, `{ id ${value} }`)
      return rows.flatMap((row) =>
        row[value] === leftOut ? [] : `${row.id!.replace('-', ' ')} ${row[value]}`,
      )
    },
  }
}

/** Check of one stake per allocation: `<operator> <set> <pool> <stake>`, zeros left out. */
function perAllocation(
  name: string,
  value: string,
  pick: (set: OperatorSet) => Record<string, Record<string, string>>,
): TruthCheck {
  return {
    name,
    expected: ({ operatorSets }) =>
      Object.entries(operatorSets).flatMap(([set, answers]) =>
        Object.entries(pick(answers)).flatMap(([operator, pools]) =>
          Object.entries(pools).flatMap(([pool, stake]) =>
            stake === '0' ? [] : `${operator} ${set} ${pool} ${stake}`,
          ),
        ),
      ),
    async served(api, block) {
      const rows = await list<Record<string, string>>(api, block, 'allocations', `{ id ${value} }`)
      return rows.flatMap((row) =>
        row[value] === '0' ? [] : `${row.id!.replaceAll('-', ' ')} ${row[value]}`,
      )
    },
  }
}

/** Check of one value per operator set. */
function perSet(
  name: string,
  selection: string,
  expected: (set: OperatorSet) => string,
  // biome-ignore lint/suspicious/noExplicitAny: a row of any selection
  served: (row: any) => string,
): TruthCheck {
  return {
    name,
    expected: ({ operatorSets }) =>
      Object.entries(operatorSets).map(([set, answers]) => `${set} ${expected(answers)}`),
    async served(api, block) {
      const rows = await list<{ id: string }>(
        api,
        block,
        'operatorSets',
        `{ id ${selection} }`,
        OF_EIGENLAYER,
      )
      return rows.map((row) => `${row.id} ${served(row)}`)
    },
  }
}

const sorted = (addresses: string[]) =>
  addresses
    .map((one) => one.toLowerCase())
    .sort()
    .join()

/** Deposits, factors, magnitudes, allocations, withdrawals, and slashings. */
export const slashingChecks: TruthCheck[] = [
  perPair('deposit shares', 'stakes', 'depositShares', '0', ({ stakers }) =>
    linesOf(stakers, ({ deposit }: Staker) => deposit),
  ),
  perPair('deposit scaling factors', 'stakes', 'scalingFactor', WAD, ({ stakers }) =>
    linesOf(stakers, ({ depositScalingFactor }: Staker) => depositScalingFactor),
  ),
  perPair('withdrawable shares', 'stakes', 'withdrawableShares', '0', ({ stakers }) =>
    linesOf(stakers, ({ withdrawable }: Staker) => withdrawable),
  ),
  perPair('max magnitudes', 'operatorMagnitudes', 'max', WAD, ({ operators }) =>
    linesOf(operators, ({ maxMagnitude }: Operator) => maxMagnitude),
  ),
  perPair('encumbered magnitudes', 'operatorMagnitudes', 'encumbered', '0', ({ operators }) =>
    linesOf(operators, ({ encumberedMagnitude }: Operator) => encumberedMagnitude),
  ),
  perPair('allocatable magnitudes', 'operatorMagnitudes', 'allocatable', WAD, ({ operators }) =>
    linesOf(operators, ({ allocatableMagnitude }: Operator) => allocatableMagnitude),
  ),
  perPair('slashable shares in queue', 'operatorStakes', 'slashableSharesInQueue', '0', (truth) =>
    linesOf(truth.operators, ({ slashableSharesInQueue }: Operator) => slashableSharesInQueue),
  ),
  {
    name: 'allocation delays',
    expected: ({ operators }) =>
      Object.entries(operators).flatMap(([operator, { allocationDelay }]) =>
        allocationDelay?.isSet ? `${operator} ${allocationDelay.delay}` : [],
      ),
    async served(api, block) {
      type Row = { id: string; allocationDelay: number | null }
      const rows = await list<Row>(api, block, 'operators', '{ id allocationDelay }')
      return rows.flatMap(({ id, allocationDelay }) =>
        allocationDelay === null ? [] : `${id} ${allocationDelay}`,
      )
    },
  },
  {
    name: 'allocations',
    expected: ({ operatorSets }) =>
      Object.entries(operatorSets).flatMap(([set, { allocations }]) =>
        allocations.map(
          ({ operator, strategy, currentMagnitude, pendingDiff, effectBlock }) =>
            `${operator} ${set} ${strategy} ${currentMagnitude} ${pendingDiff} ${effectBlock}`,
        ),
      ),
    async served(api, block) {
      type Row = { id: string; magnitude: string; pendingDiff: string; effectBlock: number }
      const selection = '{ id magnitude pendingDiff effectBlock }'
      const rows = await list<Row>(api, block, 'allocations', selection)
      return rows
        .map(({ id, magnitude, pendingDiff, effectBlock }) => {
          return `${id.replaceAll('-', ' ')} ${magnitude} ${pendingDiff} ${effectBlock}`
        })
        .filter((line) => !line.endsWith(' 0 0 0'))
    },
  },
  perAllocation('allocated stake', 'allocatedStake', (set) => set.allocatedStake),
  perAllocation('slashable stake', 'slashableStake', (set) => set.minSlashableNow),
  perAllocation(
    'slashable stake after the deallocation delay',
    'slashableStakeAfterDelay',
    (set) => set.minSlashableAfterDeallocationDelay,
  ),
  perSet(
    'slashers',
    'slasher',
    ({ slasher }) => slasher,
    ({ slasher }) => slasher,
  ),
  perSet(
    'pending slashers',
    'pendingSlasher pendingSlasherEffectBlock',
    ({ pendingSlasher: { slasher, effectBlock } }) =>
      /^0x0+$/.test(slasher) ? 'none' : `${slasher} ${effectBlock}`,
    (row) =>
      row.pendingSlasher === null
        ? 'none'
        : `${row.pendingSlasher} ${row.pendingSlasherEffectBlock}`,
  ),
  perSet(
    'redistribution recipients',
    'redistributionRecipient isRedistributing',
    (set) => `${set.redistributionRecipient} ${set.isRedistributing}`,
    (row) => `${row.redistributionRecipient} ${row.isRedistributing}`,
  ),
  perSet(
    'slash counts',
    'slashCount',
    ({ slashCount }) => slashCount,
    ({ slashCount }) => slashCount,
  ),
  perSet(
    'pools of operator sets',
    'pools { address }',
    ({ strategies }) => sorted(strategies),
    ({ pools }) => sorted(pools.map(({ address }: Address) => address)),
  ),
  {
    name: 'isOperatorSlashable',
    expected: ({ operatorSets }) =>
      Object.entries(operatorSets).flatMap(([set, { slashable }]) =>
        slashable.map((operator) => `${set} ${operator}`),
      ),
    async served(api, block) {
      type Row = {
        id: string
        members: { operator: Address; slashable: boolean }[]
        deregistrations: { operator: Address; slashable: boolean | null }[]
      }
      const both = '{ operator { address } slashable }'
      const selection = `{ id members ${both} deregistrations ${both} }`
      const rows = await list<Row>(api, block, 'operatorSets', selection, OF_EIGENLAYER)
      return rows.flatMap(({ id, members, deregistrations }) =>
        [...members, ...deregistrations].flatMap(({ operator, slashable }) =>
          slashable ? `${id} ${operator.address}` : [],
        ),
      )
    },
  },
  {
    name: 'burnable and redistributable shares',
    expected: ({ burnOrRedistributable }) =>
      burnOrRedistributable.flatMap(({ operatorSet, slashId, strategies, shares }) =>
        // No event is emitted when an entry without shares is cleared.
        strategies.flatMap((pool, i) =>
          shares[i] === '0' ? [] : `${operatorSet} ${slashId} ${pool} ${shares[i]}`,
        ),
      ),
    async served(api, block) {
      type Row = { operatorSet: { id: string }; slashId: string; pool: Address; shares: string }
      const selection = '{ operatorSet { id } slashId pool { address } shares }'
      const rows = await list<Row>(api, block, 'slashedShares', selection)
      return rows.map(({ operatorSet, slashId, pool, shares }) => {
        return `${operatorSet.id} ${slashId} ${pool.address} ${shares}`
      })
    },
  },
  {
    name: 'native shares slashed',
    expected: ({ burnableETHShares }) => [burnableETHShares],
    async served(api, block) {
      type Row = { burnableNativeShares: string }
      const rows = await list<Row>(api, block, 'protocols', '{ burnableNativeShares }')
      return rows.map(({ burnableNativeShares }) => burnableNativeShares)
    },
  },
  {
    name: 'queued withdrawals',
    expected: ({ stakers }) =>
      Object.entries(stakers).flatMap(([staker, { queued }]) =>
        queued.map(({ root, delegatedTo, nonce, startBlock, strategies, scaledShares, shares }) => {
          const items = strategies.map((pool, i) => `${pool} ${scaledShares[i]} ${shares[i]}`)
          return `${root} ${staker} ${delegatedTo} ${nonce} ${startBlock} ${items.join(' ')}`
        }),
      ),
    async served(api, block) {
      type Item = { pool: Address; scaledShares: string; withdrawableShares: string }
      type Row = {
        root: string
        staker: Address
        operator: Address | null
        nonce: string
        startBlock: number
        items: Item[]
      }
      const selection = `{ root staker { address } operator { address } nonce startBlock
        items { pool { address } scaledShares withdrawableShares } }`
      const rows = await list<Row>(api, block, 'withdrawals', selection, '{status_eq: QUEUED}')
      return rows.map(({ root, staker, operator, nonce, startBlock, items }) => {
        const paid = items.map((item) => {
          return `${item.pool.address} ${item.scaledShares} ${item.withdrawableShares}`
        })
        const delegatedTo = operator?.address ?? `0x${'0'.repeat(40)}`
        return `${root} ${staker.address} ${delegatedTo} ${nonce} ${startBlock} ${paid.join(' ')}`
      })
    },
  },
]
