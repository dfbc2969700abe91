import * as view from '../../contracts/view'
import { type Check, toSet, type ViewCall, viewCall, viewCallOfMany } from '../check'
import { type Entries, toEntries } from '../entries'
import { EIGENLAYER, idOf, keyOfReferences, type Reference } from '../keys'
import type { Rows } from '../rows'
import type { Truth } from '../truth'
import { allSets } from './delegation'

const ofSet = ([set]: string[]) => ({ operatorSet: toSet(set!) })

/** Check of one value per operator set. */
function perSet(
  name: string,
  value: string,
  absent: string,
  recorded: (set: Truth['operatorSets'][string]) => string,
  call: ViewCall,
): Check {
  return {
    name,
    absent,
    async ours(rows) {
      type Row = { id: string } & Record<string, string | null>
      const sets = await rows.list<Row>('operatorSets', `{ id ${value} }`, EIGENLAYER)
      return toEntries(sets.map((set) => [set.id, set[value]!]))
    },
    recorded: ({ operatorSets }) =>
      toEntries(Object.entries(operatorSets).map(([set, truth]) => [set, recorded(truth)])),
    call,
  }
}

/** Whether operators are slashable: those that are or were in an operator set. Null: unknown. */
async function slashable(rows: Rows): Promise<Entries> {
  type Row = {
    id: string
    operator: Reference
    operatorSet: Reference
    slashable: boolean | null
  }
  const selection = '{ id operator { id } operatorSet { id } slashable }'
  const left = await rows.list<Row>('deregistrations', selection)
  const inSets = await rows.list<Row>('avsRegistrations', selection, 'operatorSet_isNull: false')
  const entries: Entries = new Map()
  // A registration overrides deregistrations, and a later deregistration an earlier one.
  for (const { operator, operatorSet, slashable } of [...left, ...inSets]) {
    entries.set(keyOfReferences(operatorSet, operator), slashable === null ? null : `${slashable}`)
  }
  return entries
}

/** Operator sets, slashable operators, and burnable shares. */
export const slashingChecks: Check[] = [
  perSet(
    'slashers',
    'slasher',
    `0x${'0'.repeat(40)}`,
    ({ slasher }) => slasher,
    viewCall('ALLOCATION_MANAGER', view.getSlasher, ofSet),
  ),
  perSet(
    'redistribution recipients',
    'redistributionRecipient',
    '0x00000000000000000000000000000000000e16e4',
    ({ redistributionRecipient }) => redistributionRecipient,
    viewCall('ALLOCATION_MANAGER', view.getRedistributionRecipient, ofSet),
  ),
  perSet(
    'slash counts',
    'slashCount',
    '0',
    ({ slashCount }) => slashCount,
    viewCall('ALLOCATION_MANAGER', view.getSlashCount, ofSet),
  ),
  {
    name: 'pools of operator sets',
    absent: 'false',
    async ours(rows) {
      type Row = { id: string; operatorSet: Reference; pool: Reference }
      const selection = '{ id operatorSet { id } pool { id } }'
      const relations = await rows.list<Row>('operatorSetPools', selection)
      return toEntries(
        relations.map(({ operatorSet, pool }) => [keyOfReferences(operatorSet, pool), 'true']),
      )
    },
    recorded: ({ operatorSets }) =>
      toEntries(
        Object.entries(operatorSets).flatMap(([set, { strategies }]) =>
          strategies.map((pool) => [`${set} ${pool}`, 'true'] as const),
        ),
      ),
    call: {
      ...viewCallOfMany(
        'ALLOCATION_MANAGER',
        view.getStrategiesInOperatorSet,
        ofSet,
        (set, pools) => pools.map((pool) => [`${set} ${pool}`, 'true'] as const),
      ),
      subjects: allSets,
    },
  },
  {
    name: 'isOperatorSlashable',
    absent: 'false',
    ours: slashable,
    recorded: ({ operatorSets }) =>
      toEntries(
        Object.entries(operatorSets).flatMap(([set, truth]) =>
          truth.slashable.map((operator) => [`${set} ${operator}`, 'true'] as const),
        ),
      ),
    call: viewCall('ALLOCATION_MANAGER', view.isOperatorSlashable, ([set, operator]) => ({
      operator: operator!,
      operatorSet: toSet(set!),
    })),
  },
  {
    name: 'burnable and redistributable shares',
    absent: '0',
    async ours(rows) {
      type Row = {
        id: string
        operatorSet: Reference
        slashId: string
        pool: Reference
        shares: string
      }
      const selection = '{ id operatorSet { id } slashId pool { id } shares }'
      const waiting = await rows.list<Row>('slashedShares', selection)
      return toEntries(
        waiting.map(({ operatorSet, slashId, pool, shares }) => {
          return [`${keyOfReferences(operatorSet)} ${slashId} ${keyOfReferences(pool)}`, shares]
        }),
      )
    },
    recorded: ({ burnOrRedistributable }) =>
      toEntries(
        burnOrRedistributable.flatMap(({ operatorSet, slashId, strategies, shares }) =>
          strategies.map((pool, i) => [`${operatorSet} ${slashId} ${pool}`, shares[i]!] as const),
        ),
      ),
    call: {
      ...viewCallOfMany(
        'STRATEGY_MANAGER',
        view.getBurnOrRedistributableShares,
        ([set, slashId]) => ({ operatorSet: toSet(set!), slashId: BigInt(slashId!) }),
        (slash, { pools, shares }) =>
          pools.map((pool, i) => [`${slash} ${pool}`, `${shares[i]}`] as const),
      ),
      async subjects(rows) {
        type Row = { id: string; operatorSet: Reference; slashId: string }
        const slashings = await rows.list<Row>(
          'slashings',
          '{ id operatorSet { id } slashId }',
          EIGENLAYER,
        )
        return slashings.map(
          ({ operatorSet, slashId }) => `${keyOfReferences(operatorSet)} ${slashId}`,
        )
      },
    },
  },
  {
    name: 'native shares slashed',
    absent: '0',
    async ours(rows) {
      type Row = { id: string; burnableNativeShares: string }
      const protocols = await rows.list<Row>('protocols', '{ id burnableNativeShares }')
      return toEntries(protocols.map((row) => [idOf(row), row.burnableNativeShares]))
    },
    recorded: ({ burnableETHShares }) => toEntries([['eigenlayer', burnableETHShares]]),
    call: viewCall('EIGEN_POD_MANAGER', view.burnableETHShares, () => ({})),
  },
]
