import { serviceOfSet } from '../../facts/ids'
import type { StateTables } from '../rows.generated'
import type { StateChange } from '../state'
import type { Change } from './change'

/** A change of one table, with its rows. */
interface Changed<T extends keyof StateTables> {
  ended: { row: StateTables[T] } | null
  began: { row: StateTables[T] } | null
}

const text = (amount: bigint | null) => (amount === null ? null : amount.toString())
const known = (keys: readonly (string | null)[]) => keys.filter((key) => key !== null)

/** What became of a slashing of a vault: requested, vetoed or executed. */
export function vaultSlashing({ ended, began }: Changed<'vaultSlashing'>): Change[] {
  if (!began) return []
  const { row } = began
  const { operator, operatorSet: set, vault, slasher } = row
  const subjects = known([operator, serviceOfSet(set), set, vault, slasher])
  const of = { id: row.slashing, operator, operatorSet: set, vault, slasher }
  const captureTimestamp = text(row.captureTimestamp)
  const request = { ...of, slashIndex: text(row.slashIndex), captureTimestamp }
  const found: Change[] = []
  const add = (kind: string, data: Record<string, unknown>) =>
    found.push({ kind, subjects, data: { ...request, ...data } })
  if (!ended && row.slashIndex !== null) {
    add('slashRequested', {
      requested: text(row.requested),
      vetoDeadline: text(row.vetoDeadline),
    })
  }
  if (row.accounted !== null && (ended?.row.accounted ?? null) === null) {
    add('slashExecuted', {
      requested: text(row.requested),
      accounted: text(row.accounted),
      realized: text(row.realized),
    })
  }
  if (row.vetoed && ended?.row.vetoed !== true) {
    add('slashVetoed', { requested: text(row.requested), vetoedBy: row.vetoedBy })
  }
  return found
}

/** Limits of which one fell; those of a row that ended are 0. */
type Limits = Readonly<Record<string, bigint>>

function isCut(now: Limits, before: Limits): boolean {
  return Object.entries(before).some(([name, limit]) => (now[name] ?? 0n) < limit)
}

function cut(
  subjects: readonly (string | null)[],
  of: Record<string, unknown>,
  now: Limits,
  before: Limits,
): Change[] {
  if (!isCut(now, before)) return []
  const texts = (limits: Limits) =>
    Object.fromEntries(Object.keys(before).map((name) => [name, text(limits[name] ?? 0n)]))
  const data = { ...of, ...texts(now), before: texts(before) }
  return [{ kind: 'limitCut', subjects: known(subjects), data }]
}

/** How much of a vault a subnetwork may use fell. */
export function networkLimit({ ended, began }: Changed<'networkLimit'>): Change[] {
  if (!ended) return []
  const { delegator, operatorSet: set } = ended.row
  const limits = (row: StateTables['networkLimit']) => {
    return { networkLimit: row.networkLimit, maxNetworkLimit: row.maxNetworkLimit }
  }
  const subjects = [serviceOfSet(set), set, delegator]
  const of = { delegator, operatorSet: set }
  return cut(subjects, of, began ? limits(began.row) : {}, limits(ended.row))
}

/** What an operator gets of it fell. */
export function operatorLimit({ ended, began }: Changed<'operatorLimit'>): Change[] {
  if (!ended) return []
  const { delegator, operatorSet: set, operator } = ended.row
  const limits = ({ stakeLimit, shares }: StateTables['operatorLimit']) => ({ stakeLimit, shares })
  const subjects = [operator, serviceOfSet(set), set, delegator]
  const of = { delegator, operatorSet: set, operator }
  return cut(subjects, of, began ? limits(began.row) : {}, limits(ended.row))
}

/** What an adapter of a vault of version 3 may have fell. */
export function adapterLimits({ ended, began }: Changed<'vaultAdapter'>): Change[] {
  if (!ended) return []
  const { adapter, vault, operator, operatorSet: set } = ended.row
  const limits = ({ absoluteLimit, shareLimit }: StateTables['vaultAdapter']) => {
    return { absoluteLimit, shareLimit }
  }
  const subjects = [vault, adapter, operator, set && serviceOfSet(set), set]
  const of = { vault, adapter, operator, operatorSet: set }
  return cut(subjects, of, began ? limits(began.row) : {}, limits(ended.row))
}

/** The vault whose networks a change is about; of core v1 its delegator. Null: it is about none. */
export function vaultOfNetworks({ table, ended, began }: StateChange): string | null {
  const version = began ?? ended
  if (table === 'networkLimit') return (version!.row as StateTables['networkLimit']).delegator
  return table === 'vaultAdapter' ? (version!.row as StateTables['vaultAdapter']).vault : null
}
