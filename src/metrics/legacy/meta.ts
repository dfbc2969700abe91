import type { BlockPoint } from '../../reads/context'
import type { Basis } from '../../risk/graph/graph'

/** Enum RiskNullReason. */
export type NullReason =
  | 'EMPTY'
  | 'ZERO_TOTAL'
  | 'UNPRICED'
  | 'UNKNOWN_SCOPE'
  | 'UNREACHABLE'
  | 'CONSTANT_UNKNOWN'
  | 'NOT_DEFINED'
  | 'ASSUMPTION_MISSING'
  | 'UNSTABLE'
  | 'TOO_FEW_DRAWS'
  | 'UNCLASSIFIED'
  | 'INSUFFICIENT_EVENTS'
  | 'INSUFFICIENT_OBSERVATIONS'

/** Type RiskMeta. */
export interface Meta {
  block: BlockPoint
  basis: Basis | null
  grouping: string | null
  pricing: { numeraire: string; source: string | null; unpriced: Member[] }
  assumptions: { name: string; value: string }[]
  method: 'EXACT' | 'BOUND' | 'SAMPLED'
  nullReason: NullReason | null
}

/** Type RiskMember. */
export interface Member {
  id: string
  address: string | null
}

const NATIVE = { numeraire: 'NATIVE', source: null, unpriced: [] }

/** What an answer rests on; parts that are not given are those of an exact answer without prices and assumptions. */
export function metaOf(
  block: BlockPoint,
  basis: Basis | null,
  nullReason: NullReason | null,
  parts: Partial<Meta> = {},
): Meta {
  return {
    block,
    basis,
    grouping: null,
    pricing: NATIVE,
    assumptions: [],
    method: 'EXACT',
    nullReason,
    ...parts,
  }
}

/** Something that is named by an address, a set key, or the name of a group. */
export function member(id: string): Member {
  return { id, address: /^0x[0-9a-f]{40}(\/|$)/.test(id) ? id.slice(0, 42) : null }
}
