import type { Graphs } from '../../graph/graphs'
import type { SchemaPart } from '../part'
import { commonTypeDefs } from './common'
import { concentrationSchema } from './concentration'
import { seriesSchema } from './series'

/** Risk fields of the API, answered from stake graphs. */
export function riskParts(graphs: Graphs): SchemaPart[] {
  return [{ typeDefs: commonTypeDefs, resolvers: {} }, concentrationSchema(graphs), seriesSchema]
}
