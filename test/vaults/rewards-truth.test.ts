import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { useRecordedApi } from '../support/api/recorded-api'

const DIR = 'fixtures/both-a'

/** What the rewards contracts answered at a block; zeros are left out, of operators not always. */
interface RewardsTruth {
  stakers: Record<
    string,
    {
      vault: string
      token: string
      adminFee?: string
      claimableAdminFee?: string
      /** Number of rewards by network. */
      distributions?: Record<string, string>
      /** By `<account>|<network>`. */
      claimable?: Record<string, string>
    }
  >
  /** By network. */
  operators: Record<
    string,
    { token: string; root?: string; balance?: string; claimed?: Record<string, string> }
  >
}

const { checkpoints } = JSON.parse(
  gunzipSync(readFileSync(join(DIR, 'GROUND_TRUTH.json.gz'))).toString(),
) as { checkpoints: { block: number; symbioticRewards: RewardsTruth }[] }

type Values = Record<string, string>

/** Values by what they are of; zeros left out. */
function values(entries: Iterable<readonly [string, string | null | undefined]>): Values {
  const kept = [...entries].filter(([, value]) => value != null && !/^(0x)?0*$/.test(value))
  return Object.fromEntries(
    kept.map(([key, value]) => [key.toLowerCase(), value!.toLowerCase()]).sort(),
  )
}

function answered({ stakers, operators }: RewardsTruth): Values {
  return values([
    ...Object.entries(stakers).flatMap(([contract, one]) => [
      [`${contract} vault`, one.vault] as const,
      [`${contract} fee`, one.adminFee] as const,
      [`${contract} ${one.token} fees`, one.claimableAdminFee] as const,
      ...Object.entries(one.distributions ?? {}).map(
        ([network, count]) => [`${contract} ${one.token} ${network} count`, count] as const,
      ),
      ...Object.entries(one.claimable ?? {}).map(
        ([key, amount]) => [`${contract} ${one.token} ${key}`, amount] as const,
      ),
    ]),
    ...Object.entries(operators).flatMap(([network, one]) => [
      [`${one.token} ${network} root`, one.root] as const,
      [`${one.token} ${network} balance`, one.balance] as const,
      ...Object.entries(one.claimed ?? {}).map(
        ([operator, amount]) => [`${one.token} ${network} ${operator}`, amount] as const,
      ),
    ]),
  ])
}

const QUERY = `query ($block: Int!) {
  stakerRewardsContracts(block: { number: $block }, limit: 1000) { id vault { address } adminFee }
  adminFeeBalances(block: { number: $block }, limit: 1000) { contract token amount }
  vaultRewardCounts(block: { number: $block }, limit: 1000) { contract token avs { address } rewards }
  merkleRewards(block: { number: $block }, limit: 1000) { token avs { address } root balance }
  merkleRewardAccounts(block: { number: $block }, limit: 1000) { token avs { address } account claimed }
  claimableRewards(block: { number: $block }) {
    count unknownRewards
    rewards(limit: 1000) { account { address } contract network { address } token amount }
  }
}`

interface Answer {
  stakerRewardsContracts: { id: string; vault: Address; adminFee: number | null }[]
  adminFeeBalances: { contract: string; token: string; amount: string | null }[]
  vaultRewardCounts: { contract: string; token: string; avs: Address; rewards: string }[]
  merkleRewards: { token: string; avs: Address; root: string | null; balance: string | null }[]
  merkleRewardAccounts: { token: string; avs: Address; account: string; claimed: string }[]
  claimableRewards: {
    count: number
    unknownRewards: number
    rewards: {
      account: Address
      contract: string
      network: Address
      token: string
      amount: string
    }[]
  }
}

interface Address {
  address: string
}

function indexed(answer: Answer): Values {
  return values([
    ...answer.stakerRewardsContracts.flatMap(({ id, vault, adminFee }) => [
      [`${id} vault`, vault.address] as const,
      [`${id} fee`, `${adminFee}`] as const,
    ]),
    ...answer.adminFeeBalances.map(
      ({ contract, token, amount }) => [`${contract} ${token} fees`, amount] as const,
    ),
    ...answer.vaultRewardCounts.map(
      ({ contract, token, avs, rewards }) =>
        [`${contract} ${token} ${avs.address} count`, rewards] as const,
    ),
    ...answer.claimableRewards.rewards.map(
      ({ contract, token, account, network, amount }) =>
        [`${contract} ${token} ${account.address}|${network.address}`, amount] as const,
    ),
    ...answer.merkleRewards.flatMap(({ token, avs, root, balance }) => [
      [`${token} ${avs.address} root`, root] as const,
      [`${token} ${avs.address} balance`, balance] as const,
    ]),
    ...answer.merkleRewardAccounts.map(
      ({ token, avs, account, claimed }) =>
        [`${token} ${avs.address} ${account}`, claimed] as const,
    ),
  ])
}

describe('rewards of both-a', () => {
  const api = useRecordedApi('vaultrewards', DIR)

  test('are what the contracts answered at every checkpoint: distributions, what each account can claim, fees, roots, balances, claims', async () => {
    let compared = 0
    for (const { block, symbioticRewards } of checkpoints) {
      const answer: Answer = await api.ask(QUERY, { block })
      const truth = answered(symbioticRewards)
      expect(answer.claimableRewards.unknownRewards).toBe(0)
      expect(answer.claimableRewards.count).toBe(answer.claimableRewards.rewards.length)
      expect(indexed(answer), `block ${block}`).toEqual(truth)
      compared += Object.keys(truth).length
    }
    expect(compared).toBeGreaterThan(4000)
    console.info(`${compared} values at ${checkpoints.length} checkpoints, 0 different`)
  })
})
