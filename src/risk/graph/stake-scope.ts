/**
 * A part of the stake, by positions in the graph: the intersection of the parts that are not null.
 */
export interface StakeScope {
  readonly operator: number | null
  readonly pool: number | null
  readonly service: number | null
  readonly set: number | null
}

/** Members whose holdings are listed. */
export type HolderKind = 'OPERATORS' | 'POOLS' | 'SERVICES' | 'SETS'
