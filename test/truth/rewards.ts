import type { Checkpoint } from '../support/recordings'
import { type Address, list, type Served, type TruthCheck } from './check'

/**
 * Claims, and a split, of blocks 1252, 2220, 2321, 2505, 2512 and 2514 of the recorded chain. They came during a
 * reorganization of that part of the chain, so the recorder did not call the contract for them.
 */
const NOT_RECORDED = [
  '0x45cef8c4c041c89613514a513af82e335aa4f9c8 0x606c164f1151becaed67ef6c7192891e23891bca',
  '0x38f836a3cb458164846dbfd73288e21699f93a1e 0x606c164f1151becaed67ef6c7192891e23891bca',
  '0xa932368aa52d6d7b9613323811ee1fe66d63f18f 0xd394288f407b8678a5d29577ebcd3d248417cbb9',
  '0x37ce7ac532c5dbe612fd661fee71dbce1a615f48 0xd394288f407b8678a5d29577ebcd3d248417cbb9',
  '0xca7978a44451a9b8a824bbbc498b31e75bc06ab7 0x606c164f1151becaed67ef6c7192891e23891bca',
  '0xca7978a44451a9b8a824bbbc498b31e75bc06ab7 0xd394288f407b8678a5d29577ebcd3d248417cbb9',
  '0xc1c642a00601a942db35c819725c4c0d43f89184 0xd4e88f356da8fef2d0534a2b86b332180f69ba3a/2',
]

/** Check of one number of the protocol. */
function once(
  name: string,
  field: string,
  expected: (rewards: Checkpoint['rewards']) => number,
): TruthCheck {
  return {
    name,
    expected: ({ rewards }) => [`${expected(rewards)}`],
    async served(api, block) {
      const rows = await list<Record<string, number | string>>(api, block, 'protocols', field)
      return rows.map((row) => `${Object.values(row)[0]}`)
    },
  }
}

const wasRecorded = (line: string) => !NOT_RECORDED.some((pair) => line.startsWith(`${pair} `))

const notEndingWith = (lines: string[], ...values: (string | number)[]) =>
  lines.filter((line) => !values.some((value) => line.endsWith(` ${value}`)))

/** Split of operators that set none, as served. */
async function defaultSplit(api: Served, block: number): Promise<number> {
  type Row = { defaultSplitBips: number }
  const [protocol] = await list<Row>(api, block, 'protocols', '{ defaultSplitBips }')
  return protocol!.defaultSplitBips
}

/**
 * Splits of one kind: `<operator> <AVS or operator set> <bips>`. The recorder leaves out 0, and has some splits that were
 * never set; 0 and the default are left out on both sides.
 */
function splits(
  name: string,
  kind: string,
  expected: (rewards: Checkpoint['rewards']) => string[],
): TruthCheck {
  return {
    name,
    expected: ({ rewards }) =>
      notEndingWith(expected(rewards), 0, rewards.defaultOperatorSplitBips),
    async served(api, block) {
      type Row = { id: string; bips: number | null }
      const rows = await list<Row>(api, block, 'rewardSplits', '{ id bips }', `{kind_eq: ${kind}}`)
      const lines = rows.map(({ id, bips }) => `${id.replace('-', ' ')} ${bips}`)
      return notEndingWith(lines, 0, await defaultSplit(api, block)).filter(wasRecorded)
    },
  }
}

/** Rewards: submissions, roots, claims, and splits of operators. */
export const rewardChecks: TruthCheck[] = [
  once('rewards activation delay', '{ rewardsActivationDelay }', (truth) => truth.activationDelay),
  once('default split', '{ defaultSplitBips }', (truth) => truth.defaultOperatorSplitBips),
  splits('splits for AVSs', 'AVS', ({ operatorAVSSplit }) =>
    Object.entries(operatorAVSSplit).map(([pair, bips]) => `${pair.replace('|', ' ')} ${bips}`),
  ),
  splits('splits for operator sets', 'OPERATOR_SET', ({ operatorSetSplit }) =>
    Object.entries(operatorSetSplit).map(([key, bips]) => {
      const [operator, avs, setId] = key.split('|')
      return `${operator} ${avs}/${setId} ${bips}`
    }),
  ),
  {
    name: 'splits of programmatic incentives',
    expected: ({ operators }) =>
      Object.entries(operators).map(([operator, { piSplit }]) => `${operator} ${piSplit}`),
    async served(api, block) {
      type Row = { operator: Address; bips: number | null }
      const splits = '{ operator { address } bips }'
      const set = await list<Row>(api, block, 'rewardSplits', splits, '{kind_eq: PROGRAMMATIC}')
      const bipsOf = new Map(set.map(({ operator, bips }) => [operator.address, bips]))
      const byDefault = await defaultSplit(api, block)
      const registered = '{registeredAtBlock_isNull: false}'
      const operators = await list<Address>(api, block, 'operators', '{ address }', registered)
      return operators.map(({ address }) => {
        const bips = bipsOf.has(address) ? bipsOf.get(address) : byDefault
        return `${address} ${bips}`
      })
    },
  },
  {
    name: 'number of distribution roots, and the end of the last calculation',
    expected: ({ rewards: { roots, currRewardsCalculationEndTimestamp } }) => [
      `${roots} ${currRewardsCalculationEndTimestamp}`,
    ],
    async served(api, block) {
      type Row = { calculationEnd: string }
      const rows = await list<Row>(api, block, 'distributionRoots', '{ calculationEnd }')
      const ends = rows.map(({ calculationEnd }) => Date.parse(calculationEnd) / 1000)
      return [`${rows.length} ${Math.max(0, ...ends)}`]
    },
  },
  {
    name: 'cumulative claims',
    expected: ({ rewards }) =>
      Object.entries(rewards.cumulativeClaimed).map(
        ([pair, amount]) => `${pair.replace('|', ' ')} ${amount}`,
      ),
    async served(api, block) {
      type Row = { earner: string; token: string; amount: string }
      const rows = await list<Row>(api, block, 'rewardClaims', '{ earner token amount }')
      const claimed = new Map<string, bigint>()
      for (const { earner, token, amount } of rows) {
        const pair = `${earner} ${token}`
        claimed.set(pair, (claimed.get(pair) ?? 0n) + BigInt(amount))
      }
      return [...claimed].map(([pair, amount]) => `${pair} ${amount}`).filter(wasRecorded)
    },
  },
  {
    // The contract counts the submissions of all kinds by AVS, or by submitter if they are for no AVS.
    name: 'submission nonces',
    expected: ({ rewards }) =>
      // Also listed before the first submission.
      notEndingWith(
        Object.entries(rewards.submissionNonce).map(([address, nonce]) => `${address} ${nonce}`),
        0,
      ),
    async served(api, block) {
      type Row = { avs: Address | null; submitter: string | null; submissionNonce: string | null }
      const selection = '{ avs { address } submitter submissionNonce }'
      const rows = await list<Row>(api, block, 'rewardSubmissions', selection)
      const nonces = new Map<string, Set<string>>()
      for (const { avs, submitter, submissionNonce } of rows) {
        // Symbiotic's rewards have none.
        if (submissionNonce === null) continue
        const counter = avs?.address ?? submitter!
        nonces.set(counter, (nonces.get(counter) ?? new Set()).add(submissionNonce))
      }
      return [...nonces].map(([counter, used]) => `${counter} ${used.size}`)
    },
  },
]
