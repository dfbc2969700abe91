import type { HolderKind } from '../../../risk/holdings'

/** Populations that the graph has, by their names in the API (enum ConcentrationPopulation). */
export const HOLDERS = {
  OPERATORS: 'OPERATORS',
  POOLS: 'POOLS',
  AVSS: 'SERVICES',
  OPERATOR_SETS: 'SETS',
} as const satisfies Record<string, HolderKind>

export type Holder = keyof typeof HOLDERS
