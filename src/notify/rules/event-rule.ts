import type { EventRule } from './rule'

interface EventSpec {
  kinds: readonly string[]
  /** Any of them; null: all. */
  subjects: readonly string[] | null
  /** Of withdrawals: at least so many shares of one pool; null: any. */
  shares: string | null
}

/** Each change of some kinds. */
export function eventRule({ kinds, subjects: wanted, shares }: EventSpec): EventRule {
  return {
    match(kind, subjects, data) {
      if (!kinds.includes(kind)) return null
      if (wanted && !subjects.some((subject) => wanted.includes(subject))) return null
      if (shares !== null && largest(data, wanted) < BigInt(shares)) return null
      return { subject: subjects[0] ?? kind, subjects, data: { change: kind, ...data } }
    },
  }
}

/** AllocationManagerStorage.DEFAULT_BURN_ADDRESS. */
const BURN_ADDRESS = '0x00000000000000000000000000000000000e16e4'

/**
 * An operator set names a recipient of slashed stake instead of burning it. That is said once, when it is created
 * (AllocationManager.createRedistributingOperatorSets), and nothing ends it.
 */
export function redistributionOn(sets: readonly string[] | null): EventRule {
  const { match } = eventRule({ kinds: ['redistribution'], subjects: sets, shares: null })
  return {
    match(kind, subjects, data) {
      const found = match(kind, subjects, data)
      const isOn = data.recipient !== null && data.recipient !== BURN_ADDRESS
      return found && isOn ? { ...found, subject: data.operatorSet as string } : null
    },
  }
}

/** Most shares of one pool; of the named pools, if the rule names pools. */
function largest(data: Record<string, unknown>, wanted: readonly string[] | null): bigint {
  const items = (data.items ?? []) as { pool: string; shares: string }[]
  const named = items.filter(({ pool }) => wanted?.includes(pool))
  const amounts = (named.length > 0 ? named : items).map(({ shares }) => BigInt(shares))
  return amounts.reduce((most, amount) => (amount > most ? amount : most), 0n)
}
