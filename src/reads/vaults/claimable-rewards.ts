import { heldAt } from '../at-block'
import type { ApiContext } from '../context'
import type { BlockState } from '../graph/stakes'

/** What an account can claim of a network's rewards, in one token and contract. */
export interface ClaimableRow {
  vault: string
  contract: string
  network: string
  token: string
  account: string
  amount: bigint
  /** Rewards that it did not claim yet, those of 0 included. */
  rewards: number
}

/** Which rewards: null is all. */
export interface RewardFilter {
  vaults: readonly string[] | null
  accounts: readonly string[] | null
}

const OF_VAULTS = '($2::text[] IS NULL OR d.vault_id = ANY($2))'

/**
 * DefaultStakerRewards.claimable: of each reward that the account did not claim its shares at the time of the reward, of all
 * shares at that time, each product rounded down. A time is that of the last block with logs that is not later: shares change
 * by logs alone.
 */
const SQL = `
  WITH reward AS (
    SELECT d.vault_id, d.contract, d.avs_id, d.token, d.amount, d.reward_index,
      (SELECT b.block FROM block b WHERE b.block_time <= to_timestamp(d.snapshot_time)
       ORDER BY b.block_time DESC, b.block DESC LIMIT 1) AS at
    FROM vault_distribution d
    WHERE d.block <= $1 AND d.reward_index IS NOT NULL AND d.amount IS NOT NULL AND ${OF_VAULTS}
  )
  SELECT r.vault_id AS vault, '0x' || encode(r.contract, 'hex') AS contract, r.avs_id AS network,
    '0x' || encode(r.token, 'hex') AS token, p.staker_id AS account,
    sum(div(p.shares * r.amount, v.active_shares))::text AS amount, count(*)::int AS rewards
  FROM reward r
  JOIN vault v ON v.key = r.vault_id AND ${heldAt('r.at', 'v')} AND v.active_shares > 0
  JOIN vault_position p ON p.vault_id = r.vault_id AND ${heldAt('r.at', 'p')} AND p.shares > 0
    AND ($3::text[] IS NULL OR p.staker_id = ANY($3))
  LEFT JOIN vault_reward_cursor c ON ${heldAt('$1', 'c')} AND c.avs_id = r.avs_id AND c.contract = r.contract
    AND c.token = r.token AND c.account = decode(substr(p.staker_id, 3), 'hex')
  WHERE r.reward_index >= coalesce(c.next_reward, 0)
  GROUP BY r.vault_id, r.contract, r.avs_id, r.token, p.staker_id
  ORDER BY p.staker_id, r.vault_id, r.contract, r.avs_id, r.token`

/** What accounts can claim at a block from the rewards contracts of their vaults, by account, vault, contract, network and token. */
export async function loadClaimableRewards(
  context: ApiContext,
  { number }: BlockState,
  { vaults, accounts }: RewardFilter,
): Promise<ClaimableRow[]> {
  const rows = await context.query<Omit<ClaimableRow, 'amount'> & { amount: string }>(SQL, [
    number,
    vaults,
    accounts,
  ])
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }))
}

/** How many rewards cannot be divided, because their vault or their fee is in no log. */
export async function countUnknownRewards(
  context: ApiContext,
  { number }: BlockState,
  { vaults }: Pick<RewardFilter, 'vaults'>,
): Promise<number> {
  const [row] = await context.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM vault_distribution d
     WHERE d.block <= $1 AND d.reward_index IS NOT NULL AND (d.vault_id IS NULL OR d.amount IS NULL)
       AND (d.vault_id IS NULL OR ${OF_VAULTS})`,
    [number, vaults],
  )
  return row!.count
}
