import type { GraphQLObjectType, GraphQLSchema } from 'graphql'
import { riskPart } from '../../metrics'
import { type Compute, computeHere } from '../../metrics/define/computation'
import type { SchemaPart } from '../../metrics/define/part'
import { readLabels } from '../../reads/files/labels'
import { readPriceFile } from '../../reads/files/prices'
import { Graphs } from '../../reads/graph/graphs'
import { Solver } from '../../solver/solver'
import type { Jobs } from '../jobs/jobs'
import type { ProofMaker } from '../jobs/proof'
import { jobsSchema } from '../jobs/schema'
import type { Limits } from '../limits'
import { aggregateSchema } from './aggregates'
import { budgetsOf } from './budget'
import { entitySchema } from './entities'
import { executableSchema } from './executable'
import { historySchema } from './history'
import { metaSchema } from './meta'
import { loadModel } from './model'
import { dropSyntax } from './syntax'

/** What of the user answers use. */
export interface SchemaFiles {
  /** Label files, beside those of the project. */
  labelFiles?: readonly string[]
  priceFile?: string | null
  /** Block explorer of the chain. Default: the public one, if there is one. */
  explorerUrl?: string | null
}

/**
 * Parts of the schema, in the order in which they are merged.
 *
 * @param jobs of the process; without them the schema has no jobs
 * @param computeJob runs what jobs compute. Default: as what requests compute
 * @param proofs makes proofs for jobs; null: they prove nothing
 * @throws LinchpinError LP1007 or LP1008 for a label or price file that cannot be used
 */
export function schemaParts(
  limits: Pick<Limits, 'cost'>,
  files: SchemaFiles = {},
  jobs: Jobs | null = null,
  computeJob: Compute | null = null,
  proofs: ProofMaker | null = null,
): SchemaPart[] {
  const { labelFiles = [], priceFile, explorerUrl = null } = files
  const sources = {
    graphs: new Graphs(),
    labels: readLabels(labelFiles),
    priceFile: priceFile ? readPriceFile(priceFile) : null,
    // The thread of the solver starts with the first search, and does not keep the process running.
    compute: computeHere(new Solver()),
  }
  const model = loadModel()
  const budgetOf = budgetsOf(limits.cost)
  return [
    metaSchema(explorerUrl),
    entitySchema(model, budgetOf),
    historySchema(model, budgetOf),
    aggregateSchema(model, budgetOf),
    riskPart(sources),
    ...(jobs
      ? [jobsSchema({ ...sources, compute: computeJob ?? sources.compute }, jobs, proofs)]
      : []),
  ]
}

/** Builds the schema of the API from its parts. */
export function buildSchema(parts: readonly SchemaPart[]): GraphQLSchema {
  const schema = executableSchema(parts)
  dropSyntax(schema)
  for (const { estimates = {} } of parts) declareEstimates(schema, estimates)
  return schema
}

/** Puts the estimates into the extensions of their fields, where `estimateOf` finds them. */
function declareEstimates(
  schema: GraphQLSchema,
  estimates: NonNullable<SchemaPart['estimates']>,
): void {
  for (const [typeName, fields] of Object.entries(estimates)) {
    const type = schema.getType(typeName) as GraphQLObjectType
    for (const [name, estimate] of Object.entries(fields)) {
      const field = type.getFields()[name]!
      field.extensions = { ...field.extensions, estimate }
    }
  }
}
