import * as view from '../../contracts/view'
import { ask, type Check, toSet } from '../check'
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

const toldSplits =
  (pick: (rewards: Truth['rewards']) => Record<string, number>) => (truth: Truth) =>
    toEntries(
      Object.entries(pick(truth.rewards)).map(([key, bips]) => {
        const [operator, avs, set] = key.split('|')
        return [`${operator} ${avs}${set === undefined ? '' : `/${set}`}`, `${bips}`]
      }),
    )

/** One number that the protocol has. */
function once(
  name: string,
  field: string,
  told: (rewards: Truth['rewards']) => number,
  question: Check['question'],
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
    told: ({ rewards }) => toEntries([['protocol', `${told(rewards)}`]]),
    question,
  }
}

const CLAIMED_SQL = `
  SELECT '0x' || encode(earner, 'hex') || ' 0x' || encode(token, 'hex') AS key, sum(amount)::text AS amount
  FROM reward_claim WHERE block <= $1 GROUP BY earner, token`

/** Rewards: splits, what holds by default, roots and claims. Keys that were asked for are ours; 0 is left out in files. */
export const rewardChecks: Check[] = [
  {
    name: 'splits for AVSs',
    absent: '0',
    only: 'ours',
    isUnknownIfNeverTold: true,
    ours: splits('AVS'),
    told: toldSplits(({ operatorAVSSplit }) => operatorAVSSplit),
    question: ask(RC, view.getOperatorAVSSplit, ([operator, avs]) => ({
      operator: operator!,
      avs: avs!,
    })),
  },
  {
    name: 'splits for operator sets',
    absent: '0',
    only: 'ours',
    isUnknownIfNeverTold: true,
    ours: splits('OPERATOR_SET'),
    told: toldSplits(({ operatorSetSplit }) => operatorSetSplit),
    question: ask(RC, view.getOperatorSetSplit, ([operator, set]) => ({
      operator: operator!,
      operatorSet: toSet(set!),
    })),
  },
  once(
    'default split',
    'defaultSplitBips',
    ({ defaultOperatorSplitBips }) => defaultOperatorSplitBips,
    ask(RC, view.defaultOperatorSplitBips, () => ({})),
  ),
  once(
    'activation delay of rewards',
    'rewardsActivationDelay',
    ({ activationDelay }) => activationDelay,
    ask(RC, view.activationDelay, () => ({})),
  ),
  {
    name: 'number of distribution roots',
    absent: '0',
    async ours(rows) {
      const roots = await rows.list<{ id: string }>('distributionRoots', '{ id }')
      return toEntries([['roots', `${roots.length}`]])
    },
    told: ({ rewards }) => toEntries([['roots', `${rewards.roots}`]]),
    question: ask(RC, view.getDistributionRootsLength, () => ({})),
  },
  {
    name: 'rewards claimed',
    absent: '0',
    only: 'told',
    async ours(rows) {
      const claimed = await rows.sql<{ key: string; amount: string }>(CLAIMED_SQL, [rows.block])
      return toEntries(claimed.map(({ key, amount }) => [key, amount]))
    },
    told: ({ rewards }) =>
      toEntries(
        Object.entries(rewards.cumulativeClaimed).map(([pair, amount]) => [
          pair.replace('|', ' '),
          amount,
        ]),
      ),
    question: ask(RC, view.cumulativeClaimed, ([earner, token]) => ({
      earner: earner!,
      token: token!,
    })),
  },
]
