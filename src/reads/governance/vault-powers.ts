import type { StoredResolver } from '../../vaults/resolver'
import { heldAt } from '../at-block'
import type { ApiContext } from '../context'
import type { BlockState } from '../graph/stakes'

/** Rules of one vault, as stored at a block. */
export interface VaultRulesRow {
  vault: string
  /** Unix seconds; null: unknown, or the vault has no epochs. */
  epochStart: bigint
  epochDuration: bigint | null
  slasher: string | null
  slasherType: string | null
  vetoDuration: bigint | null
  resolverSetEpochsDelay: bigint | null
  hook: string | null
  burner: string | null
  /** Owner of the proxy; null: none was logged. */
  owner: string | null
  /** In the registry of curators; null: none. */
  curator: string | null
}

const hex = (column: string) => `'0x' || encode(${column}, 'hex')`

type Text<R> = { [K in keyof R]: Extract<R[K], bigint> extends never ? R[K] : string | null }

/** Rules of all vaults at a block, by address. */
export async function loadVaultRules(
  context: ApiContext,
  { number }: BlockState,
): Promise<VaultRulesRow[]> {
  const rows = await context.query<Text<VaultRulesRow>>(
    `SELECT v.key AS vault, v.epoch_start::text AS "epochStart", v.epoch_duration::text AS "epochDuration",
       ${hex('v.slasher')} AS slasher, v.slasher_type AS "slasherType", v.veto_duration::text AS "vetoDuration",
       v.resolver_set_epochs_delay::text AS "resolverSetEpochsDelay", ${hex('v.hook')} AS hook,
       ${hex('v.burner')} AS burner, ${hex('c.owner')} AS owner, ${hex('k.curator')} AS curator
     FROM vault v LEFT JOIN contract c ON c.key = v.key AND ${heldAt('$1', 'c')}
     LEFT JOIN vault_curator k ON k.key = v.key AND ${heldAt('$1', 'k')}
     WHERE ${heldAt('$1', 'v')} ORDER BY v.key`,
    [number],
  )
  return rows.map(
    ({ epochStart, epochDuration, vetoDuration, resolverSetEpochsDelay, ...row }) => ({
      ...row,
      epochStart: BigInt(epochStart!),
      epochDuration: orBigInt(epochDuration),
      vetoDuration: orBigInt(vetoDuration),
      resolverSetEpochsDelay: orBigInt(resolverSetEpochsDelay),
    }),
  )
}

const orBigInt = (text: string | null) => (text === null ? null : BigInt(text))

/** A role of an account on a vault, or on a contract that belongs to it. */
export interface VaultRoleRow {
  vault: string
  contract: string
  /** Kind of the contract, as in `ContractKind`. */
  kind: string
  role: string
  account: string
}

/** Roles on vaults and on contracts that belong to them, by vault, contract, role and account. */
export function loadVaultRoles(
  context: ApiContext,
  { number }: BlockState,
): Promise<VaultRoleRow[]> {
  return context.query<VaultRoleRow>(
    `SELECT coalesce(${hex('c.parent')}, c.key) AS vault, c.key AS contract, c.kind, ${hex('r.role')} AS role,
       ${hex('r.account')} AS account
     FROM role_grant r JOIN contract c ON c.address = r.contract AND ${heldAt('$1', 'c')}
     WHERE ${heldAt('$1', 'r')} AND (c.parent IS NOT NULL OR c.kind = 'VAULT')
     ORDER BY vault, contract, role, account`,
    [number],
  )
}

/** Who may veto slashings of a subnetwork in a vault, as stored at a block. */
export interface ResolverRow extends StoredResolver {
  vault: string
  /** Key of the subnetwork. */
  set: string
}

/** Resolvers of all vaults with a veto slasher, by vault, then by subnetwork. */
export async function loadResolvers(
  context: ApiContext,
  { number }: BlockState,
): Promise<ResolverRow[]> {
  const rows = await context.query<
    Omit<ResolverRow, 'storedPendingFrom'> & { storedPendingFrom: string | null }
  >(
    `SELECT v.key AS vault, r.operator_set_id AS set, ${hex('r.stored_resolver')} AS "storedResolver",
       r.has_pending AS "hasPending", ${hex('r.stored_pending_resolver')} AS "storedPendingResolver",
       r.stored_pending_from::text AS "storedPendingFrom"
     FROM resolver r JOIN vault v ON v.slasher = r.slasher AND ${heldAt('$1', 'v')}
     WHERE ${heldAt('$1', 'r')} ORDER BY v.key, r.operator_set_id`,
    [number],
  )
  return rows.map(({ storedPendingFrom, ...row }) => {
    return { ...row, storedPendingFrom: orBigInt(storedPendingFrom) }
  })
}

/** A receiver of slashed stake of a burner router. */
export interface ReceiverRow {
  router: string
  network: string | null
  operator: string | null
  isKnown: boolean
  receiver: string | null
  hasPending: boolean
  pendingReceiver: string | null
  pendingFrom: bigint | null
}

/** Receivers of all burner routers, by router, network and operator, those of all networks first. */
export async function loadReceivers(
  context: ApiContext,
  { number }: BlockState,
): Promise<ReceiverRow[]> {
  const rows = await context.query<Text<ReceiverRow>>(
    `SELECT ${hex('router')} AS router, avs_id AS network, operator_id AS operator, is_known AS "isKnown",
       ${hex('receiver')} AS receiver, has_pending AS "hasPending", ${hex('pending_receiver')} AS "pendingReceiver",
       pending_from::text AS "pendingFrom"
     FROM burner_receiver WHERE ${heldAt('$1')} ORDER BY router, avs_id NULLS FIRST, operator_id NULLS FIRST`,
    [number],
  )
  return rows.map(({ pendingFrom, ...row }) => ({ ...row, pendingFrom: orBigInt(pendingFrom) }))
}
