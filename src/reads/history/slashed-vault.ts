import { captureEpoch, type EpochClock, epochAt } from '../../vaults/epoch'
import {
  changedVault,
  type EpochShares,
  type HeldVault,
  type VaultChange,
} from '../../vaults/slashing-losses'
import { heldAt } from '../at-block'
import type { ApiContext } from '../context'
import type { StakeEvent } from './stake-events'

/** A slashing of a vault, as it stands at a block. */
export interface SlashedVault {
  vault: string
  version: number | null
  /** Block of its execution; null: it is not executed. */
  block: number | null
  /** What the vault lost; null: no log says it. */
  lost: bigint | null
  /** Index of the log with the loss (Vault.OnSlash). */
  logIndex: number | null
  /** Unix seconds; null: version 3. */
  captureTimestamp: bigint | null
}

type Raw = { [Field in keyof SlashedVault]: Exclude<SlashedVault[Field], bigint> | string }

/** Condition on events: the log in which a vault slashing was executed (Slash, or ExecuteSlash of its request). */
export function isExecutionOf(event: string, slashing: string): string {
  return `${event}.block = ${slashing}.resolved_at_block AND ${event}.address = ${slashing}.slasher
    AND CASE WHEN ${slashing}.slash_index IS NULL THEN ${event}.id = ${slashing}.slashing_id
      ELSE ${event}.name = 'ExecuteSlash' AND ${event}.arguments->>'slashIndex' = ${slashing}.slash_index::text END`
}

/** The slashing of a vault with that id; null: there is none up to the block. */
export async function loadSlashedVault(
  context: ApiContext,
  slashing: string,
  block: number,
): Promise<SlashedVault | null> {
  // The slasher calls Vault.onSlash, and then emits its own event: the last loss of the vault before that.
  const [row] = await context.query<Raw>(
    `SELECT v.vault_id AS vault, u.version, v.resolved_at_block AS block, v.realized::text AS lost,
       v.capture_timestamp::text AS "captureTimestamp",
       (SELECT l.log_index FROM contract_event l
        WHERE l.block = own.block AND l.transaction_index = own.transaction_index AND l.name = 'OnSlash'
          AND l.address = decode(substr(v.vault_id, 3), 'hex') AND l.log_index < own.log_index
        ORDER BY l.log_index DESC LIMIT 1) AS "logIndex"
     FROM vault_slashing v
     LEFT JOIN vault u ON u.key = v.vault_id AND ${heldAt('$2', 'u')}
     LEFT JOIN contract_event own ON ${isExecutionOf('own', 'v')}
     WHERE v.slashing_id = $1 AND ${heldAt('$2', 'v')}`,
    [slashing, block],
  )
  if (!row) return null
  const { lost, captureTimestamp, ...rest } = row
  return {
    ...(rest as Omit<SlashedVault, 'lost' | 'captureTimestamp'>),
    lost: lost === null ? null : BigInt(lost),
    captureTimestamp: captureTimestamp === null ? null : BigInt(captureTimestamp),
  }
}

/** A vault right before a log, and in which epoch what is slashed was captured. */
export interface VaultAtLog {
  readonly held: HeldVault
  readonly captureEpoch: 'CURRENT' | 'PREVIOUS'
}

/** The vault at the log of its slashing; null: the length of its epochs, or its stake, is unknown. */
export async function loadVaultAtLog(
  context: ApiContext,
  at: { vault: string; block: number; logIndex: number; captureTimestamp: bigint },
): Promise<VaultAtLog | null> {
  const clock = await loadClock(context, at)
  if (clock === null) return null
  const epochOf = (capture: bigint) => captureEpoch(clock.epochs, capture, clock.now)
  const captured = epochOf(at.captureTimestamp)
  const epoch = epochAt(clock.epochs, clock.now)
  if (captured === null || epoch === null) return null
  let held: HeldVault | null = await loadHeld(context, at, epoch)
  for (const event of await loadEvents(context, at)) {
    const change = changeOf(event, epochOf)
    if (held === null || change === undefined) return null
    if (change) held = changedVault(held, change)
  }
  return held && { held, captureEpoch: captured }
}

interface Place {
  readonly vault: string
  readonly block: number
  readonly logIndex: number
}

async function loadClock(
  context: ApiContext,
  { vault, block }: Place,
): Promise<{ epochs: EpochClock; now: bigint } | null> {
  const [row] = await context.query<{ start: string; duration: string | null; now: string }>(
    `SELECT v.epoch_start::text AS start, v.epoch_duration::text AS duration,
       extract(epoch FROM b.block_time)::int8::text AS now
     FROM vault v JOIN block b ON b.block = $2 WHERE v.key = $1 AND ${heldAt('$2', 'v')}`,
    [vault, block],
  )
  if (!row || row.duration === null) return null
  const epochs = { start: BigInt(row.start), duration: BigInt(row.duration) }
  return { epochs, now: BigInt(row.now) }
}

/** The vault at the end of the block before; null: its stake is unknown. */
async function loadHeld(
  context: ApiContext,
  { vault, block }: Place,
  epoch: bigint,
): Promise<HeldVault | null> {
  const before = block - 1
  const [total] = await context.query<{ stake: string | null; shares: string | null }>(
    `SELECT active_stake::text AS stake, coalesce(active_shares, 0)::text AS shares
     FROM vault v WHERE v.key = $1 AND ${heldAt('$2', 'v')}`,
    [vault, before],
  )
  // A vault that the block made is empty at first.
  if (total && total.stake === null) return null
  const positions = await context.query<{ account: string; shares: string }>(
    `SELECT staker_id AS account, shares::text AS shares FROM vault_position p
     WHERE p.vault_id = $1 AND ${heldAt('$2', 'p')}`,
    [vault, before],
  )
  const inEpoch = async (of: bigint): Promise<EpochShares> => {
    const params = [vault, before, `${of}`]
    const [row] = await context.query<{ assets: string; shares: string }>(
      `SELECT assets::text AS assets, shares::text AS shares FROM vault_epoch_total t
       WHERE t.vault_id = $1 AND t.epoch = $3::numeric AND ${heldAt('$2', 't')}`,
      params,
    )
    const own = await context.query<{ account: string; shares: string }>(
      `SELECT staker_id AS account, shares::text AS shares FROM vault_withdrawal w
       WHERE w.vault_id = $1 AND w.epoch = $3::numeric AND ${heldAt('$2', 'w')}`,
      params,
    )
    return {
      assets: BigInt(row?.assets ?? 0),
      shares: BigInt(row?.shares ?? 0),
      byAccount: byAccount(own),
    }
  }
  return {
    activeStake: BigInt(total?.stake ?? 0),
    activeShares: BigInt(total?.shares ?? 0),
    byAccount: byAccount(positions),
    current: await inEpoch(epoch),
    next: await inEpoch(epoch + 1n),
  }
}

const byAccount = (rows: readonly { account: string; shares: string }[]) =>
  new Map(rows.map(({ account, shares }) => [account, BigInt(shares)]))

/** Logs of the vault in the block before that of the slashing, in their order. */
function loadEvents(context: ApiContext, { vault, block, logIndex }: Place): Promise<StakeEvent[]> {
  return context.query<StakeEvent>(
    `SELECT name, arguments FROM contract_event
     WHERE block = $1 AND log_index < $2 AND name IS NOT NULL AND kind = 'VAULT'
       AND address = decode(substr($3, 3), 'hex') ORDER BY log_index`,
    [block, logIndex, vault],
  )
}

const NOBODY = '0x0000000000000000000000000000000000000000'

/** What a log changes; null: nothing here; undefined: a loss of stake of an unknown epoch. */
function changeOf(
  { name, arguments: args }: StakeEvent,
  epochOf: (capture: bigint) => 'CURRENT' | 'PREVIOUS' | null,
): VaultChange | null | undefined {
  const text = (argument: string) => `${args[argument]}`
  const amount = (argument: string) => BigInt(text(argument))
  switch (name) {
    case 'Deposit':
      return {
        kind: 'deposited',
        account: text('onBehalfOf'),
        amount: amount('amount'),
        shares: amount('shares'),
      }
    case 'Withdraw':
      return {
        kind: 'withdrawn',
        account: text('withdrawer'),
        claimer: text('claimer'),
        amount: amount('amount'),
        burned: amount('burnedShares'),
        minted: amount('mintedShares'),
      }
    case 'Transfer': {
      const [from, to] = [text('from'), text('to')]
      // Shares minted and burned are in Deposit and Withdraw.
      return from === NOBODY || to === NOBODY
        ? null
        : { kind: 'moved', from, to, shares: amount('value') }
    }
    case 'OnSlash': {
      const lost = amount('slashedAmount')
      const captured = epochOf(amount('captureTimestamp'))
      if (lost === 0n) return null
      return captured === null ? undefined : { kind: 'slashed', lost, captureEpoch: captured }
    }
    default:
      return null
  }
}
