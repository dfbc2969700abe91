import { atTimeOf } from '../../reads/at-time'
import type { ApiContext, BlockHeader } from '../../reads/context'
import { namedRole } from '../../reads/governance/role-names'
import {
  loadReceivers,
  loadResolvers,
  loadVaultRoles,
  loadVaultRules,
  type ReceiverRow,
  type ResolverRow,
  type VaultRoleRow,
  type VaultRulesRow,
} from '../../reads/governance/vault-powers'
import type { BlockState } from '../../reads/graph/stakes'
import { resolverExitGap, vaultExitGap, withdrawalEnd } from '../../risk/exits/vault-exit'
import type { EpochClock } from '../../vaults/epoch'
import { resolverAt, type StoredResolver } from '../../vaults/resolver'
import { member } from '../define/meta'
import { field, object } from '../define/object'
import { bigInt, boolean, bytes, list, nullable, string, type ValueOf } from '../define/type'

const vaultRole = object('VaultRole', 'A role of an account on a vault, or on a contract of it.', {
  contract: field(bytes, 'Contract on which it has the role.'),
  contractKind: field(string, 'Kind of that contract, as in `ContractKind`.'),
  role: field(bytes, 'Role: keccak256 of its name, or zero for the default admin.'),
  name: field(nullable(string), 'Its name; null: no contract that is known has such a role.'),
  power: field(nullable(string), 'What its holder does, in short; null like `name`.'),
  account: field(member, 'Who has it.'),
})

const vaultResolver = object('VaultResolver', 'Who may veto slashings of a subnetwork.', {
  operatorSet: field(member, 'Subnetwork.'),
  resolver: field(
    nullable(member),
    'Who may veto at the block; null: nobody, or the time of the block is needed and unknown.',
  ),
  isPending: field(
    nullable(boolean),
    'Whether another one will take its place; null: the time is needed and unknown.',
  ),
  pendingResolver: field(nullable(member), 'That one; null: nobody, or none is pending.'),
  pendingFrom: field(
    nullable(bigInt),
    'When, Unix seconds; null: none is pending, or a constant is unknown.',
  ),
  exitGapNow: field(
    nullable(bigInt),
    'Seconds from that time to the end of a withdrawal that begins at the block. Above 0, the new resolver is in effect before it is out. Null: none is pending, or unknown.',
  ),
})

const vaultReceiver = object('VaultReceiver', 'Who receives stake of a vault that is slashed.', {
  network: field(nullable(member), 'Network whose slashings; null: those of all others.'),
  operator: field(nullable(member), 'Operator whose slashings; null: those of all others.'),
  receiver: field(
    nullable(member),
    'Who receives it; null: nobody, or unknown, because no log says what a router was made with.',
  ),
  isKnown: field(boolean, 'Whether `receiver` is known.'),
  pendingReceiver: field(
    nullable(member),
    'Who will, once it is accepted; null: nobody, or none is pending.',
  ),
  pendingFrom: field(
    nullable(bigInt),
    'From when it can be accepted, Unix seconds; null: none is pending, or unknown.',
  ),
})

/** Type VaultRules. */
export const vaultRules = object(
  'VaultRules',
  'Who can do what to a vault, and how soon. Times are seconds.',
  {
    vault: field(member, 'Vault.'),
    curator: field(
      nullable(member),
      'Curator in the registry of rewards V2; null: none is named there.',
    ),
    owner: field(
      nullable(member),
      'Owner of the proxy, who may change its version; null: none was logged.',
    ),
    roles: field(
      list(vaultRole),
      'Roles on the vault, its delegator and its rewards contract: who sets limits, shares, hook, deposits and fees. By contract, role and account.',
    ),
    hook: field(
      nullable(member),
      'Contract that is called when the vault is slashed, and changes limits if it has roles; null: none, or unknown.',
    ),
    burner: field(nullable(member), 'Who gets slashed stake; null: unknown.'),
    receivers: field(
      list(vaultReceiver),
      'To whom the burner sends it, if it is a burner router. By network and operator, the one for all others first.',
    ),
    vetoDuration: field(
      nullable(bigInt),
      'For how long a slashing that is requested can be vetoed: it is executed between this and `epochDuration` after its capture time. Null: no veto slasher, or unknown.',
    ),
    epochDuration: field(nullable(bigInt), 'Length of an epoch; null: unknown, or core V2.'),
    withdrawalEnd: field(
      nullable(bigInt),
      'When a withdrawal that begins at the block can no longer be slashed, Unix seconds. Null: the epoch or the time of the block is unknown.',
    ),
    resolverExitGap: field(
      nullable(bigInt),
      'Exit gap of a new resolver when it is announced: the end of a withdrawal that begins then, less the time of its effect. At 0 or below, stake can be gone first. Null: no veto slasher, or unknown.',
    ),
    resolvers: field(
      list(vaultResolver),
      'Who may veto, by subnetwork; without those that never named one.',
    ),
  },
)

type VaultRulesValue = ValueOf<typeof vaultRules>

/** Rules of all vaults at a block, by address. */
export async function loadRulesOfVaults(
  context: ApiContext,
  block: BlockState & BlockHeader,
): Promise<VaultRulesValue[]> {
  const vaults = await loadVaultRules(context, block)
  const roles = groupBy(await loadVaultRoles(context, block), ({ vault }) => vault)
  const resolvers = groupBy(await loadResolvers(context, block), ({ vault }) => vault)
  const receivers = groupBy(await loadReceivers(context, block), ({ router }) => router)
  return vaults.map((row) => ({
    vault: row.vault,
    curator: row.curator,
    owner: row.owner,
    hook: row.hook,
    burner: row.burner,
    vetoDuration: row.vetoDuration,
    epochDuration: row.epochDuration,
    roles: (roles.get(row.vault) ?? []).map(roleOf),
    receivers: (row.burner === null ? [] : (receivers.get(row.burner) ?? [])).map(receiverOf),
    withdrawalEnd: valueAt(block, row, withdrawalEnd),
    resolverExitGap:
      row.epochDuration === null || row.resolverSetEpochsDelay === null
        ? null
        : resolverExitGap(row.epochDuration, row.resolverSetEpochsDelay),
    resolvers: (resolvers.get(row.vault) ?? []).map((one) => resolverOf(block, row, one)),
  }))
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row])
  return groups
}

function roleOf({ contract, kind, role, account }: VaultRoleRow) {
  const { name = null, power = null } = namedRole(role) ?? {}
  return { contract, contractKind: kind, role, name, power, account }
}

function receiverOf({ router: _, hasPending: __, ...receiver }: ReceiverRow) {
  return receiver
}

/** A value of a vault's clock at the time of the block; null: one of them is unknown. */
function valueAt(
  block: BlockHeader,
  { epochStart: start, epochDuration: duration }: VaultRulesRow,
  of: (clock: EpochClock, now: bigint) => bigint | null,
): bigint | null {
  if (start === null || duration === null) return null
  return atTimeOf(block, (now) => of({ start, duration }, now)).value
}

/** Who may veto at the time of a block; null: nobody; undefined: it depends on a time that is unknown. */
export function resolverOfBlock(
  block: BlockHeader,
  row: StoredResolver,
): string | null | undefined {
  // The time of the block does not matter if none is pending.
  if (!row.hasPending) return row.storedResolver
  const { value, nullReason } = atTimeOf(block, (now) => resolverAt(row, now))
  return nullReason === null ? value : undefined
}

function resolverOf(block: BlockHeader, vault: VaultRulesRow, row: ResolverRow) {
  const resolver = resolverOfBlock(block, row)
  const from = row.storedPendingFrom
  const isPending = isPendingAt(block, row)
  return {
    operatorSet: row.set,
    resolver: resolver ?? null,
    isPending,
    pendingResolver: isPending ? row.storedPendingResolver : null,
    pendingFrom: isPending ? from : null,
    exitGapNow:
      isPending && from !== null
        ? valueAt(block, vault, (clock, now) => vaultExitGap(clock, now, from))
        : null,
  }
}

/** Whether another resolver will take the place of the one at the block; null: it depends on a time that is unknown. */
function isPendingAt(block: BlockHeader, row: StoredResolver): boolean | null {
  const from = row.storedPendingFrom
  if (!row.hasPending) return false
  return from === null ? null : atTimeOf(block, (now) => now < from).value
}
