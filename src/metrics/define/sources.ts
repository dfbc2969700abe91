import type { Labels } from '../../reads/files/labels'
import type { PriceFile } from '../../reads/files/prices'
import type { Graphs } from '../../reads/graph/graphs'
import type { Compute } from './computation'

/** What risk fields are answered from, beside the database. */
export interface RiskSources {
  readonly graphs: Graphs
  /** Labels by chain id. */
  readonly labels: (chainId: number) => Labels
  /** Prices of the user; null: none. */
  readonly priceFile: PriceFile | null
  /** Runs long computations. */
  readonly compute: Compute
}
