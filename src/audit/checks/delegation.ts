import * as view from '../../contracts/view'
import { type Check, toSet, viewCall, viewCallOfMany } from '../check'
import { type Entries, toEntries } from '../entries'
import { EIGENLAYER, idOf, keyOfReferences, type Reference, valuePerPair } from '../keys'
import type { Rows } from '../rows'
import { pairs } from '../truth'

const NOBODY = `0x${'0'.repeat(40)}`

interface Registration {
  id: string
  operator: Reference
  avs: Reference
  operatorSet: Reference
}

const registrations = (rows: Rows, where: string) =>
  rows.list<Registration>(
    'avsRegistrations',
    '{ id operator { id } avs { id } operatorSet { id } }',
    where,
  )

/** Members of operator sets, as `<set> <operator>`. */
async function members(rows: Rows): Promise<Entries> {
  const inSets = await registrations(rows, 'operatorSet_isNull: false')
  return toEntries(
    inSets.map(({ operator, operatorSet }) => [keyOfReferences(operatorSet, operator), 'true']),
  )
}

/** Ids of all operator sets. */
export async function allSets(rows: Rows): Promise<string[]> {
  return (await rows.list<{ id: string }>('operatorSets', '{ id }', EIGENLAYER)).map(idOf)
}

/** Delegations, and registrations of operators. */
export const delegationChecks: Check[] = [
  {
    name: 'operator shares',
    absent: '0',
    ours: valuePerPair('operatorStakes', 'shares'),
    recorded: ({ operators }) => toEntries(pairs(operators, ({ shares }) => shares)),
    call: viewCall('DELEGATION_MANAGER', view.operatorShares, ([operator, pool]) => ({
      operator: operator!,
      pool: pool!,
    })),
  },
  {
    name: 'operator of stakers',
    absent: NOBODY,
    async ours(rows) {
      type Delegation = { id: string; operator: Reference }
      const stakers = await rows.list<{ id: string }>('stakers', '{ id }')
      const delegations = await rows.list<Delegation>('delegations', '{ id operator { id } }')
      return toEntries([
        ...stakers.map(({ id }) => [id, NOBODY] as const),
        ...delegations.map(({ id, operator }) => [id, keyOfReferences(operator)] as const),
      ])
    },
    recorded({ stakers, operators }) {
      // Every operator delegates to itself; only those that deposit are listed as stakers too.
      const own = Object.entries(operators).filter(([, { isOperator }]) => isOperator)
      const others = Object.entries(stakers).map(([staker, { delegatedTo }]) => {
        return [staker, delegatedTo ?? NOBODY] as const
      })
      return toEntries([...others, ...own.map(([operator]) => [operator, operator] as const)])
    },
    call: viewCall('DELEGATION_MANAGER', view.delegatedTo, ([staker]) => ({ staker: staker! })),
  },
  {
    name: 'members of operator sets',
    absent: 'false',
    ours: members,
    recorded: ({ operatorSets }) =>
      toEntries(
        Object.entries(operatorSets).flatMap(([set, truth]) =>
          truth.members.map((member) => [`${set} ${member}`, 'true'] as const),
        ),
      ),
    call: {
      ...viewCallOfMany(
        'ALLOCATION_MANAGER',
        view.getMembers,
        ([set]) => ({ operatorSet: toSet(set!) }),
        (set, operators) => operators.map((operator) => [`${set} ${operator}`, 'true'] as const),
      ),
      subjects: allSets,
    },
  },
  {
    name: 'membership of those that left',
    absent: 'false',
    async ours(rows) {
      type Left = { id: string; operator: Reference; operatorSet: Reference }
      const selection = '{ id operator { id } operatorSet { id } }'
      const left = await rows.list<Left>('deregistrations', selection)
      const now = await members(rows)
      const keys = left.map(({ operator, operatorSet }) => keyOfReferences(operatorSet, operator))
      return toEntries(keys.map((key) => [key, now.get(key) ?? 'false']))
    },
    recorded: ({ operatorSets }) =>
      toEntries(
        Object.entries(operatorSets).flatMap(([set, truth]) =>
          truth.members.map((member) => [`${set} ${member}`, 'true'] as const),
        ),
      ),
    only: 'ours',
    call: viewCall('ALLOCATION_MANAGER', view.isMemberOfOperatorSet, ([set, operator]) => ({
      operator: operator!,
      operatorSet: toSet(set!),
    })),
  },
  {
    name: 'registrations by the AVSDirectory',
    absent: '0',
    async ours(rows) {
      const direct = await registrations(rows, `operatorSet_isNull: true, ${EIGENLAYER}`)
      return toEntries(direct.map(({ avs, operator }) => [keyOfReferences(avs, operator), '1']))
    },
    recorded: ({ avsDirectory }) =>
      toEntries(
        Object.entries(avsDirectory).map(([pair, status]) => [pair.replace('|', ' '), `${status}`]),
      ),
    only: 'recorded',
    call: viewCall('AVS_DIRECTORY', view.avsOperatorStatus, ([avs, operator]) => ({
      avs: avs!,
      operator: operator!,
    })),
  },
  {
    name: 'allocation delays',
    absent: 'unset',
    async ours(rows) {
      type Row = { id: string; allocationDelay: number | null }
      const operators = await rows.list<Row>('operators', '{ id allocationDelay }')
      return toEntries(
        operators.map(({ id, allocationDelay }) => [id, `${allocationDelay ?? 'unset'}`]),
      )
    },
    recorded: ({ operators }) =>
      toEntries(
        Object.entries(operators).map(([operator, { allocationDelay }]) => [
          operator,
          allocationDelay?.isSet ? `${allocationDelay.delay}` : 'unset',
        ]),
      ),
    call: viewCall(
      'ALLOCATION_MANAGER',
      view.getAllocationDelay,
      ([operator]) => ({ operator: operator! }),
      ({ isSet, delay }) => (isSet ? delay : 'unset'),
    ),
  },
]
