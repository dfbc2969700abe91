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

/** Most shares of one pool; of the named pools, if the rule names pools. */
function largest(data: Record<string, unknown>, wanted: readonly string[] | null): bigint {
  const items = (data.items ?? []) as { pool: string; shares: string }[]
  const named = items.filter(({ pool }) => wanted?.includes(pool))
  const amounts = (named.length > 0 ? named : items).map(({ shares }) => BigInt(shares))
  return amounts.reduce((most, amount) => (amount > most ? amount : most), 0n)
}
