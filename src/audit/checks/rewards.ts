import * as view from '../../contracts/view'
import { type Check, toSet, viewCall } from '../check'
import { toEntries } from '../entries'
import { keyOf } from '../keys'
import type { Rows } from '../rows'
import type { Truth } from '../truth'

const RC = 'REWARDS_COORDINATOR'

type Split = { id: string; bips: number | null }

const splits = (kind: string) => async (rows: Rows) => {
  const set = await rows.list<Split>('rewardSplits', '{ id bips }', `kind_eq: ${kind}`)
  return toEntries(set.map((one) => [keyOf(one), one.bips === null ? null : `${one.bips}`]))
}

const recordedSplits =
  (pick: (rewards: Truth['rewards']) => Record<string, number>) => (truth: Truth) =>
    toEntries(
      Object.entries(pick(truth.rewards)).map(([key, bips]) => {
        const [operator, avs, set] = key.split('|')
        return [`${operator} ${avs}${set === undefined ? '' : `/${set}`}`, `${bips}`]
      }),
    )

/** Check of one number of the protocol. */
function once(
  name: string,
  field: string,
  recorded: (rewards: Truth['rewards']) => number,
  call: Check['call'],
): Check {
  return {
    name,
    absent: 'unknown',
    async ours(rows) {
      type Row = { id: string } & Record<string, string | number | null>
      const [row] = await rows.list<Row>('protocols', `{ id ${field} }`)
      const value = row?.[field] ?? null
      return toEntries([['protocol', value === null ? null : `${value}`]])
    },
    recorded: ({ rewards }) => toEntries([['protocol', `${recorded(rewards)}`]]),
    call,
  }
}

const CLAIMED_SQL = `
  SELECT '0x' || encode(earner, 'hex') || ' 0x' || encode(token, 'hex') AS key, sum(amount)::text AS amount
  FROM reward_claim WHERE block <= $1 GROUP BY earner, token`

/** Rewards: splits, defaults, roots and claims. Truth files have values for our keys only, and leave out 0. */
export const rewardChecks: Check[] = [
  {
    name: 'splits for AVSs',
    absent: '0',
    only: 'ours',
    isUnknownIfNeverRecorded: true,
    ours: splits('AVS'),
    recorded: recordedSplits(({ operatorAVSSplit }) => operatorAVSSplit),
    call: viewCall(RC, view.getOperatorAVSSplit, ([operator, avs]) => ({
      operator: operator!,
      avs: avs!,
    })),
  },
  {
    name: 'splits for operator sets',
    absent: '0',
    only: 'ours',
    isUnknownIfNeverRecorded: true,
    ours: splits('OPERATOR_SET'),
    recorded: recordedSplits(({ operatorSetSplit }) => operatorSetSplit),
    call: viewCall(RC, view.getOperatorSetSplit, ([operator, set]) => ({
      operator: operator!,
      operatorSet: toSet(set!),
    })),
  },
  once(
    'default split',
    'defaultSplitBips',
    ({ defaultOperatorSplitBips }) => defaultOperatorSplitBips,
    viewCall(RC, view.defaultOperatorSplitBips, () => ({})),
  ),
  once(
    'activation delay of rewards',
    'rewardsActivationDelay',
    ({ activationDelay }) => activationDelay,
    viewCall(RC, view.activationDelay, () => ({})),
  ),
  {
    name: 'number of distribution roots',
    absent: '0',
    async ours(rows) {
      const roots = await rows.list<{ id: string }>('distributionRoots', '{ id }')
      return toEntries([['roots', `${roots.length}`]])
    },
    recorded: ({ rewards }) => toEntries([['roots', `${rewards.roots}`]]),
    call: viewCall(RC, view.getDistributionRootsLength, () => ({})),
  },
  {
    name: 'rewards claimed',
    absent: '0',
    only: 'recorded',
    async ours(rows) {
      const claimed = await rows.sql<{ key: string; amount: string }>(CLAIMED_SQL, [rows.block])
      return toEntries(claimed.map(({ key, amount }) => [key, amount]))
    },
    recorded: ({ rewards }) =>
      toEntries(
        Object.entries(rewards.cumulativeClaimed).map(([pair, amount]) => [
          pair.replace('|', ' '),
          amount,
        ]),
      ),
    call: viewCall(RC, view.cumulativeClaimed, ([earner, token]) => ({
      earner: earner!,
      token: token!,
    })),
  },
]
