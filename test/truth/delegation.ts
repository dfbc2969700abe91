import type { Checkpoint } from '../support/recordings'
import { type Address, linesOf, list, OF_EIGENLAYER, type TruthCheck } from './check'

/**
 * Registered on the recorded chain in block 2679 (OperatorAVSRegistrationStatusUpdated, status 1), but during a reorganization
 * of that part of the chain, so the recorder did not call the contract for this pair.
 */
const NOT_RECORDED =
  '0xd4e88f356da8fef2d0534a2b86b332180f69ba3a 0x674ec2727baceb3d82ef01c9cf6028b292de798e'

interface Registration {
  operator: Address
  avs: Address
  operatorSet: { setId: string } | null
}

const REGISTRATION = '{ operator { address } avs { address } operatorSet { setId } }'

/** Delegations, and registrations of operators. */
export const delegationChecks: TruthCheck[] = [
  {
    name: 'operator shares',
    expected: ({ operators }) =>
      linesOf(operators, ({ shares }: Checkpoint['operators'][0]) => shares),
    async served(api, block) {
      type Stake = { operator: Address; pool: Address; shares: string }
      const selection = '{ operator { address } pool { address } shares }'
      const stakes = await list<Stake>(api, block, 'operatorStakes', selection, '{shares_gt: "0"}')
      return stakes.map(
        ({ operator, pool, shares }) => `${operator.address} ${pool.address} ${shares}`,
      )
    },
  },
  {
    name: 'delegatedTo',
    expected({ stakers, operators }) {
      const delegated = Object.entries(stakers).flatMap(([staker, { delegatedTo }]) =>
        delegatedTo && !/^0x0+$/.test(delegatedTo) ? `${staker} ${delegatedTo}` : [],
      )
      // Every operator delegates to itself; the recorder lists only those that deposit as stakers too.
      const own = Object.entries(operators).flatMap(([operator, { isOperator }]) =>
        isOperator ? `${operator} ${operator}` : [],
      )
      return [...delegated, ...own]
    },
    async served(api, block) {
      type Delegation = { staker: Address; operator: Address }
      const selection = '{ staker { address } operator { address } }'
      const delegations = await list<Delegation>(api, block, 'delegations', selection)
      return delegations.map(({ staker, operator }) => `${staker.address} ${operator.address}`)
    },
  },
  {
    name: 'members of operator sets',
    expected: ({ operatorSets }) =>
      Object.entries(operatorSets).flatMap(([set, { members }]) =>
        members.map((member) => `${set} ${member}`),
      ),
    async served(api, block) {
      const rows = await list<Registration>(
        api,
        block,
        'avsRegistrations',
        REGISTRATION,
        OF_EIGENLAYER,
      )
      return rows.flatMap(({ operator, avs, operatorSet }) =>
        operatorSet ? `${avs.address}/${operatorSet.setId} ${operator.address}` : [],
      )
    },
  },
  {
    name: 'registrations by the AVSDirectory',
    expected: ({ avsDirectory }) =>
      Object.entries(avsDirectory)
        .flatMap(([pair, status]) => (status === 1 ? pair.replace('|', ' ').toLowerCase() : []))
        .filter((pair) => pair !== NOT_RECORDED),
    async served(api, block) {
      const rows = await list<Registration>(
        api,
        block,
        'avsRegistrations',
        REGISTRATION,
        OF_EIGENLAYER,
      )
      const pairs = rows.flatMap(({ operator, avs, operatorSet }) =>
        operatorSet ? [] : `${avs.address} ${operator.address}`,
      )
      return pairs.filter((pair) => pair !== NOT_RECORDED)
    },
  },
]
