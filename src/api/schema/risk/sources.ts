import type { Graphs } from '../../graph/graphs'
import type { Labels } from '../../labels'

/** What risk fields are answered from, beside the database. */
export interface RiskSources {
  readonly graphs: Graphs
  /** Labels by chain id. */
  readonly labels: (chainId: number) => Labels
}
