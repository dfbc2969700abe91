import * as view from '../../contracts/view'
import { ask, askMany, type Check, toSet } from '../check'
import { type Entries, toEntries } from '../entries'
import { idOf, keyOfReferences, type Reference, valuePerPair } from '../keys'
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

/** `<set> <operator>` of everybody in an operator set. */
async function members(rows: Rows): Promise<Entries> {
  const inSets = await registrations(rows, 'operatorSet_isNull: false')
  return toEntries(
    inSets.map(({ operator, operatorSet }) => [keyOfReferences(operatorSet, operator), 'true']),
  )
}

/** Ids of all operator sets. */
export async function allSets(rows: Rows): Promise<string[]> {
  return (await rows.list<{ id: string }>('operatorSets', '{ id }')).map(idOf)
}

/** Who delegates what to whom, and who is registered where. */
export const delegationChecks: Check[] = [
  {
    name: 'operator shares',
    absent: '0',
    ours: valuePerPair('operatorStakes', 'shares'),
    told: ({ operators }) => toEntries(pairs(operators, ({ shares }) => shares)),
    question: ask('DELEGATION_MANAGER', view.operatorShares, ([operator, pool]) => ({
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
    told({ stakers, operators }) {
      // Every operator delegates to itself; only those that deposit are listed as stakers too.
      const own = Object.entries(operators).filter(([, { isOperator }]) => isOperator)
      const others = Object.entries(stakers).map(([staker, { delegatedTo }]) => {
        return [staker, delegatedTo ?? NOBODY] as const
      })
      return toEntries([...others, ...own.map(([operator]) => [operator, operator] as const)])
    },
    question: ask('DELEGATION_MANAGER', view.delegatedTo, ([staker]) => ({ staker: staker! })),
  },
  {
    name: 'members of operator sets',
    absent: 'false',
    ours: members,
    told: ({ operatorSets }) =>
      toEntries(
        Object.entries(operatorSets).flatMap(([set, truth]) =>
          truth.members.map((member) => [`${set} ${member}`, 'true'] as const),
        ),
      ),
    question: {
      ...askMany(
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
    told: ({ operatorSets }) =>
      toEntries(
        Object.entries(operatorSets).flatMap(([set, truth]) =>
          truth.members.map((member) => [`${set} ${member}`, 'true'] as const),
        ),
      ),
    only: 'ours',
    question: ask('ALLOCATION_MANAGER', view.isMemberOfOperatorSet, ([set, operator]) => ({
      operator: operator!,
      operatorSet: toSet(set!),
    })),
  },
  {
    name: 'registrations by the AVSDirectory',
    absent: '0',
    async ours(rows) {
      const direct = await registrations(rows, 'operatorSet_isNull: true')
      return toEntries(direct.map(({ avs, operator }) => [keyOfReferences(avs, operator), '1']))
    },
    told: ({ avsDirectory }) =>
      toEntries(
        Object.entries(avsDirectory).map(([pair, status]) => [pair.replace('|', ' '), `${status}`]),
      ),
    only: 'told',
    question: ask('AVS_DIRECTORY', view.avsOperatorStatus, ([avs, operator]) => ({
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
    told: ({ operators }) =>
      toEntries(
        Object.entries(operators).map(([operator, { allocationDelay }]) => [
          operator,
          allocationDelay?.isSet ? `${allocationDelay.delay}` : 'unset',
        ]),
      ),
    question: ask(
      'ALLOCATION_MANAGER',
      view.getAllocationDelay,
      ([operator]) => ({ operator: operator! }),
      ({ isSet, delay }) => (isSet ? delay : 'unset'),
    ),
  },
]
