import type { StakeGraph } from '../graph/graph'

/** A graph in which power over stake can differ from vault to vault. */
interface SetsByVault {
  readonly graph: StakeGraph
  /** Of each of its sets: position of the set in the first graph, and the vault (null: the stake of its operators). */
  readonly parts: readonly { readonly set: number; readonly vault: string | null }[]
}

/**
 * Splits sets by vault: what a set can slash of each pool whose losses all operators share becomes a set of its own, with the same
 * id, because who may veto there and who receives what is slashed are rules of the vault. All other stake of a set stays together.
 */
export function setsByVault(graph: StakeGraph): SetsByVault {
  const { buckets, commitments, pools, sets } = graph
  const parts: { set: number; vault: string | null }[] = sets.map((_, set) => ({
    set,
    vault: null,
  }))
  const known = new Map<string, number>()
  const setOf = Int32Array.from(commitments.set, (set, line) => {
    const bucket = commitments.bucket[line]!
    if (bucket < 0 || buckets.operator[bucket] !== -1) return set
    const vault = pools[buckets.pool[bucket]!]!
    const key = `${set} ${vault}`
    const found = known.get(key)
    if (found !== undefined) return found
    known.set(key, parts.length)
    return parts.push({ set, vault }) - 1
  })
  return {
    graph: {
      ...graph,
      sets: parts.map(({ set }) => sets[set]!),
      commitments: { ...commitments, set: setOf },
    },
    parts,
  }
}
