import type { Figure } from '../../../state-proof/figure'
import { toAddress } from '../../../state-proof/hex'
import { keyOfSet } from './math'
import { contains, text, wordsOf } from './reads'

const ofSet = { operatorSet: 'operatorSet' } as const
const ofMember = { operator: 'address', operatorSet: 'operatorSet' } as const

/** Operator sets: who is in them, what they accept, who may slash. */
export const SET_FIGURES: Record<string, Figure> = {
  isMember: {
    doc: 'Whether an operator is a member of an operator set (AllocationManager.isMemberOfOperatorSet).',
    arguments: ofMember,
    formula: '_operatorSetMembers[set] has the operator',
    compute(reader, args) {
      const members = reader.variable('AllocationManager', '_operatorSetMembers')
      return contains(
        members.at(keyOfSet(text(args, 'operatorSet'))),
        BigInt(text(args, 'operator')),
      )
    },
  },
  registration: {
    doc: 'Whether an operator is registered to an operator set, the last block at which it can be slashed after it left, and whether it can be slashed now (AllocationManager.isOperatorSlashable).',
    arguments: ofMember,
    formula:
      'registrationStatus[operator][set]; isSlashable: registered, or block <= slashableUntil',
    compute(reader, args) {
      const statuses = reader.variable('AllocationManager', 'registrationStatus')
      const set = keyOfSet(text(args, 'operatorSet'))
      const status = statuses.at(text(args, 'operator')).at(set)
      const isRegistered = status.field('registered').isSet()
      const slashableUntil = status.field('slashableUntil').number()
      const isSlashable = isRegistered || BigInt(reader.block) <= slashableUntil
      return { isRegistered, slashableUntil: String(slashableUntil), isSlashable }
    },
  },
  members: {
    doc: 'Members of an operator set, all of them (AllocationManager.getMembers).',
    arguments: ofSet,
    formula: 'values of _operatorSetMembers[set]',
    compute(reader, args) {
      const members = reader.variable('AllocationManager', '_operatorSetMembers')
      return wordsOf(members.at(keyOfSet(text(args, 'operatorSet')))).map(toAddress)
    },
  },
  pools: {
    doc: 'Pools that an operator set accepts, all of them (AllocationManager.getStrategiesInOperatorSet).',
    arguments: ofSet,
    formula: 'values of _operatorSetStrategies[set]',
    compute(reader, args) {
      const pools = reader.variable('AllocationManager', '_operatorSetStrategies')
      return wordsOf(pools.at(keyOfSet(text(args, 'operatorSet')))).map(toAddress)
    },
  },
  operatorSets: {
    doc: 'Operator sets of an AVS, all of them.',
    arguments: { avs: 'address' },
    formula: 'values of _operatorSets[avs]',
    compute(reader, args) {
      const avs = text(args, 'avs')
      const ids = wordsOf(reader.variable('AllocationManager', '_operatorSets').at(avs))
      return ids.map((id) => `${avs}/${id}`)
    },
  },
  slasher: {
    doc: 'Account that may slash for an operator set at this block (AllocationManager.getSlasher).',
    arguments: ofSet,
    formula:
      '_slashers[set]: pendingSlasher from effectBlock on, where that is not 0; else slasher',
    compute(reader, args) {
      const slashers = reader.variable('AllocationManager', '_slashers')
      const params = slashers.at(keyOfSet(text(args, 'operatorSet')))
      const current = params.field('slasher').address()
      const pending = params.field('pendingSlasher').address()
      const effectBlock = params.field('effectBlock').number()
      return effectBlock !== 0n && BigInt(reader.block) >= effectBlock ? pending : current
    },
  },
}
