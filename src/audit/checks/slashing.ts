import * as view from '../../contracts/view'
import { ask, askMany, type Check, type Question, toSet } from '../check'
import { type Entries, toEntries } from '../entries'
import { idOf, keyOfReferences, type Reference } from '../keys'
import type { Rows } from '../rows'
import type { Truth } from '../truth'
import { allSets } from './delegation'

const ofSet = ([set]: string[]) => ({ operatorSet: toSet(set!) })

/** Check of something said once per operator set. */
function perSet(
  name: string,
  value: string,
  absent: string,
  told: (set: Truth['operatorSets'][string]) => string,
  question: Question,
): Check {
  return {
    name,
    absent,
    async ours(rows) {
      type Row = { id: string } & Record<string, string | null>
      const sets = await rows.list<Row>('operatorSets', `{ id ${value} }`)
      return toEntries(sets.map((set) => [set.id, set[value]!]))
    },
    told: ({ operatorSets }) =>
      toEntries(Object.entries(operatorSets).map(([set, truth]) => [set, told(truth)])),
    question,
  }
}

/** Whether an operator is slashable, of everybody that is or was in a set; null if that is unknown. */
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
  // The last word is that of the registration, if there is one, else of the latest time it left.
  for (const { operator, operatorSet, slashable } of [...left, ...inSets]) {
    entries.set(keyOfReferences(operatorSet, operator), slashable === null ? null : `${slashable}`)
  }
  return entries
}

/** Operator sets, who is slashable by them, and what slashed stake waits. */
export const slashingChecks: Check[] = [
  perSet(
    'slashers',
    'slasher',
    `0x${'0'.repeat(40)}`,
    ({ slasher }) => slasher,
    ask('ALLOCATION_MANAGER', view.getSlasher, ofSet),
  ),
  perSet(
    'redistribution recipients',
    'redistributionRecipient',
    '0x00000000000000000000000000000000000e16e4',
    ({ redistributionRecipient }) => redistributionRecipient,
    ask('ALLOCATION_MANAGER', view.getRedistributionRecipient, ofSet),
  ),
  perSet(
    'slash counts',
    'slashCount',
    '0',
    ({ slashCount }) => slashCount,
    ask('ALLOCATION_MANAGER', view.getSlashCount, ofSet),
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
    told: ({ operatorSets }) =>
      toEntries(
        Object.entries(operatorSets).flatMap(([set, { strategies }]) =>
          strategies.map((pool) => [`${set} ${pool}`, 'true'] as const),
        ),
      ),
    question: {
      ...askMany('ALLOCATION_MANAGER', view.getStrategiesInOperatorSet, ofSet, (set, pools) =>
        pools.map((pool) => [`${set} ${pool}`, 'true'] as const),
      ),
      subjects: allSets,
    },
  },
  {
    name: 'isOperatorSlashable',
    absent: 'false',
    ours: slashable,
    told: ({ operatorSets }) =>
      toEntries(
        Object.entries(operatorSets).flatMap(([set, truth]) =>
          truth.slashable.map((operator) => [`${set} ${operator}`, 'true'] as const),
        ),
      ),
    question: ask('ALLOCATION_MANAGER', view.isOperatorSlashable, ([set, operator]) => ({
      operator: operator!,
      operatorSet: toSet(set!),
    })),
  },
  {
    name: 'shares that wait to be burned or redistributed',
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
    told: ({ burnOrRedistributable }) =>
      toEntries(
        burnOrRedistributable.flatMap(({ operatorSet, slashId, strategies, shares }) =>
          strategies.map((pool, i) => [`${operatorSet} ${slashId} ${pool}`, shares[i]!] as const),
        ),
      ),
    question: {
      ...askMany(
        'STRATEGY_MANAGER',
        view.getBurnOrRedistributableShares,
        ([set, slashId]) => ({ operatorSet: toSet(set!), slashId: BigInt(slashId!) }),
        (slash, { pools, shares }) =>
          pools.map((pool, i) => [`${slash} ${pool}`, `${shares[i]}`] as const),
      ),
      async subjects(rows) {
        type Row = { id: string; operatorSet: Reference; slashId: string }
        const slashings = await rows.list<Row>('slashings', '{ id operatorSet { id } slashId }')
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
    told: ({ burnableETHShares }) => toEntries([['eigenlayer', burnableETHShares]]),
    question: ask('EIGEN_POD_MANAGER', view.burnableETHShares, () => ({})),
  },
]
