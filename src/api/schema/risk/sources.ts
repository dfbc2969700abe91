import type { Solver } from '../../../solver/solver'
import type { Graphs } from '../../graph/graphs'
import type { Labels } from '../../labels'
import type { PriceFile } from '../../price-file'

/** What risk fields are answered from, beside the database. */
export interface RiskSources {
  readonly graphs: Graphs
  /** Labels by chain id. */
  readonly labels: (chainId: number) => Labels
  /** Prices of the user; null: none. */
  readonly priceFile: PriceFile | null
  /** Runs searches beside the requests. */
  readonly solver: Solver
}
