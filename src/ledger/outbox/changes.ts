import { isSubnetworkKey, serviceOfSet } from '../../facts/ids'
import type { EventTable, StateTable } from '../rows'
import type { EventTables, StateTables } from '../rows.generated'
import type { AppendedRow, BlockChanges, StateChange } from '../state'
import type { Change } from './change'
import { ejection, slashingRequest } from './middleware-changes'
import {
  adapterLimits,
  networkLimit,
  operatorLimit,
  vaultOfNetworks,
  vaultSlashing,
} from './vault-changes'

/** Whose stake or networks a block changed. */
export interface BlockSummary {
  /** Pools whose delegated stake changed. */
  stakePools: string[]
  /** Operator sets whose operators or pools changed. */
  operatorSets: string[]
  /** Vaults whose networks changed; of core v1 their delegators. */
  vaults: string[]
}

/**
 * The changes of a block that others follow, in the order of the ledger: events first.
 */
export function changesOf({ changes, appended }: BlockChanges): BlockSummary & {
  changes: Change[]
} {
  const found: Change[] = []
  const pools = new Set<string>()
  const sets = new Set<string>()
  const vaults = new Set<string>()
  for (const [index, row] of appended.entries()) {
    if (row.table === 'ejection') found.push(ejection((row as Appended<'ejection'>).row))
    if (row.table !== 'slashing') continue
    // Those of vaults have states, of which `vaultSlashing` tells.
    const own = row as Appended<'slashing'>
    if (!isSubnetworkKey(own.row.operatorSet)) found.push(slashing(own, appended, index))
  }
  for (const change of changes) {
    if (change.table === 'operatorStake') pools.add(stakePool(change as Changed<'operatorStake'>))
    const set = changedSet(change)
    if (set !== null) sets.add(set)
    const vault = vaultOfNetworks(change)
    if (vault !== null) vaults.add(vault)
    const seen = READERS[change.table]?.(change, { changes, appended })
    if (seen) found.push(...seen)
  }
  return {
    changes: found,
    stakePools: [...pools].sort(),
    operatorSets: [...sets].sort(),
    vaults: [...vaults].sort(),
  }
}

type Appended<T extends EventTable> = AppendedRow & { row: EventTables[T] }

/** A change of one table, with its rows. */
interface Changed<T extends StateTable> {
  ended: { row: StateTables[T] } | null
  began: { row: StateTables[T] } | null
}

const READERS: Partial<
  Record<StateTable, (change: StateChange, block: Omit<BlockChanges, 'block'>) => Change[]>
> = {
  allocation: (change) => allocation(change as Changed<'allocation'>),
  networkLimit: (change) => networkLimit(change as Changed<'networkLimit'>),
  operator: (change) => allocationDelay(change as Changed<'operator'>),
  operatorLimit: (change) => operatorLimit(change as Changed<'operatorLimit'>),
  operatorSet: (change) => operatorSet(change as Changed<'operatorSet'>),
  slashedShares: (change) => slashedShares(change as Changed<'slashedShares'>),
  slashingRequest: (change, { changes }) =>
    slashingRequest(change as Changed<'slashingRequest'>, changes),
  vaultAdapter: (change) => adapterLimits(change as Changed<'vaultAdapter'>),
  vaultSlashing: (change) => vaultSlashing(change as Changed<'vaultSlashing'>),
  withdrawal: (change, { appended }) => withdrawal(change as Changed<'withdrawal'>, appended),
}

const text = (amount: bigint | null) => (amount === null ? null : amount.toString())

function stakePool({ ended, began }: Changed<'operatorStake'>): string {
  return (began ?? ended)!.row.pool
}

/** The operator set whose operators or pools a change is about. */
function changedSet({ table, ended, began }: StateChange): string | null {
  if (table !== 'avsRegistration' && table !== 'operatorSetPool') return null
  const { row } = (began ?? ended) as { row: StateTables['avsRegistration' | 'operatorSetPool'] }
  return row.operatorSet
}

/** Its pools were appended right after it. */
function slashing(
  { row }: Appended<'slashing'>,
  appended: readonly AppendedRow[],
  index: number,
): Change {
  const pools: EventTables['slashedPool'][] = []
  for (let at = index + 1; appended[at]?.table === 'slashedPool'; at++) {
    pools.push(appended[at]!.row as EventTables['slashedPool'])
  }
  const { operator, operatorSet: set } = row
  return {
    kind: 'slashing',
    subjects: [operator, serviceOfSet(set), set, ...pools.map(({ pool }) => pool)],
    data: {
      id: row.id,
      operator,
      operatorSet: set,
      slashId: text(row.slashId),
      transactionHash: row.transactionHash,
      description: row.description,
      pools: pools.map(({ pool, wadSlashed, sharesBefore, sharesAfter, queuedSharesSlashed }) => ({
        pool,
        wadSlashed: text(wadSlashed),
        sharesBefore: text(sharesBefore),
        sharesAfter: text(sharesAfter),
        queuedSharesSlashed: text(queuedSharesSlashed),
      })),
    },
  }
}

function withdrawal(
  { ended, began }: Changed<'withdrawal'>,
  appended: readonly AppendedRow[],
): Change[] {
  if (ended || !began) return []
  const { root, staker, operator, withdrawer } = began.row
  const items = appended
    .filter((row): row is Appended<'withdrawalItem'> => row.table === 'withdrawalItem')
    .map(({ row }) => row)
    .filter((item) => item.withdrawal === root)
  const pools = items.map(({ pool }) => pool)
  return [
    {
      kind: 'withdrawalQueued',
      subjects: [staker, ...(operator ? [operator] : []), ...pools],
      data: {
        root,
        staker,
        operator,
        withdrawer,
        items: items.map(({ pool, scaledShares, sharesAtQueue }) => ({
          pool,
          scaledShares: text(scaledShares),
          shares: text(sharesAtQueue ?? scaledShares),
        })),
      },
    },
  ]
}

function allocation({ ended, began }: Changed<'allocation'>): Change[] {
  const { operator, operatorSet: set, pool } = (began ?? ended)!.row
  const state = (version: Changed<'allocation'>['began']) => {
    if (!version) return { magnitude: '0', pendingMagnitude: null, effectBlock: null }
    const { storedMagnitude, storedDiff, storedEffectBlock } = version.row
    const isPending = storedDiff !== 0n
    return {
      magnitude: text(storedMagnitude),
      pendingMagnitude: isPending ? text(storedMagnitude + storedDiff) : null,
      effectBlock: isPending ? Number(storedEffectBlock) : null,
    }
  }
  return [
    {
      kind: 'allocation',
      subjects: [operator, serviceOfSet(set), set, pool],
      data: { operator, operatorSet: set, pool, ...state(began), before: state(ended) },
    },
  ]
}

function allocationDelay({ ended, began }: Changed<'operator'>): Change[] {
  if (!began) return []
  const { key: operator, storedDelay, storedPendingDelay, storedDelayEffectBlock } = began.row
  const before = ended?.row
  const isSame =
    (before?.storedDelay ?? null) === storedDelay &&
    (before?.storedPendingDelay ?? null) === storedPendingDelay &&
    (before?.storedDelayEffectBlock ?? null) === storedDelayEffectBlock
  if (isSame) return []
  return [
    {
      kind: 'allocationDelay',
      subjects: [operator],
      data: {
        operator,
        delay: text(storedDelay),
        pendingDelay: text(storedPendingDelay),
        effectBlock: storedDelayEffectBlock === null ? null : Number(storedDelayEffectBlock),
      },
    },
  ]
}

function operatorSet({ ended, began }: Changed<'operatorSet'>): Change[] {
  if (!began) return []
  const { key: set, avs, ...now } = began.row
  const before = ended?.row
  const found: Change[] = []
  const add = (kind: string, data: Record<string, unknown>, others: (string | null)[] = []) => {
    const named = others.filter((other) => other !== null)
    found.push({ kind, subjects: [avs, set, ...named], data: { operatorSet: set, ...data } })
  }
  if (now.createdAtBlock !== null && (before?.createdAtBlock ?? null) === null) {
    add('operatorSetCreated', {})
  }
  const isSameSlasher =
    (before?.storedSlasher ?? null) === now.storedSlasher &&
    (before?.storedPendingSlasher ?? null) === now.storedPendingSlasher &&
    (before?.storedSlasherEffectBlock ?? null) === now.storedSlasherEffectBlock
  if (!isSameSlasher) {
    const { storedSlasher: slasher, storedPendingSlasher: pendingSlasher } = now
    const effect = now.storedSlasherEffectBlock
    const effectBlock = effect === null ? null : Number(effect)
    add('slasher', { slasher, pendingSlasher, effectBlock }, [slasher, pendingSlasher])
  }
  const recipientBefore = before?.storedRecipient ?? null
  if (recipientBefore !== now.storedRecipient) {
    const recipient = now.storedRecipient
    add('redistribution', { recipient, before: recipientBefore }, [recipient])
  }
  return found
}

function slashedShares({ ended, began }: Changed<'slashedShares'>): Change[] {
  const { operatorSet: set, slashId, pool } = (began ?? ended)!.row
  return [
    {
      kind: 'slashedShares',
      subjects: [serviceOfSet(set), set, pool],
      data: {
        operatorSet: set,
        slashId: text(slashId),
        pool,
        shares: text(began?.row.shares ?? 0n),
        before: text(ended?.row.shares ?? 0n),
      },
    },
  ]
}
