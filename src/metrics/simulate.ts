import type { ApiContext } from '../reads/context'
import { cascade, type Rules } from '../risk/contagion/cascade'
import { describeEvent } from '../risk/contagion/describe-event'
import {
  type BucketChange,
  bucketChanges,
  capitalLoss,
  minimumShares,
  type ServiceChange,
  serviceChanges,
  serviceChangesByPool,
} from '../risk/contagion/outcome'
import type { Basis, StakeGraph } from '../risk/graph/graph'
import { toDecimal } from '../risk/math/decimal'
import type { Ratio } from '../risk/math/ratio'
import type { SchemaPart } from './define/part'
import type { RiskSources } from './define/sources'
import { address, bad, place, readThreshold } from './legacy/arguments'
import { type MatrixArguments, type Measured, measure } from './legacy/matrix'
import { type Meta, member } from './legacy/meta'
import { readAmount } from './legacy/values'
import { readShocks, type ShockInput, UNKNOWN } from './parts/shocks'
import { simulateTypeDefs } from './simulate-types'

interface RulesInput {
  minimum?: readonly { avs: string; value: string }[] | null
  minimumShare?: string | null
  ejection?: string | null
}

interface Arguments extends MatrixArguments {
  shocks: readonly ShockInput[]
  rules?: RulesInput | null
}

function simulate(sources: RiskSources) {
  return async (_: unknown, args: Arguments, context: ApiContext) => {
    const { shocks, basis } = args
    if (shocks.length === 0) throw bad('shocks', shocks, 'Give one shock or more.')
    if (basis === 'DELEGATED')
      throw bad('basis', basis, 'AVSs count REGISTERED or slashable stake.')
    const rules = args.rules ?? {}
    const hasRules = [rules.minimum, rules.minimumShare, rules.ejection].some(
      (rule) => rule != null,
    )
    const needsAmounts = hasRules || shocks.some(({ depeg }) => depeg != null)
    const measured = await measure(sources, args, context, needsAmounts)
    const assumptions = echo(rules)
    const none = (meta: Meta) => ({
      operators: [],
      avss: [],
      capitalLoss: [],
      capitalLossValue: null,
      rounds: [],
      meta: { ...meta, assumptions },
    })
    if (!('matrix' in measured)) return none(measured.meta)
    const { graph } = measured.at
    const labels = sources.labels(measured.block.chainId)
    const placed = readShocks(shocks, graph, labels)
    if (placed === UNKNOWN) return none({ ...measured.meta, nullReason: 'UNKNOWN_SCOPE' })
    const outcome = cascade(
      graph,
      basis,
      measured.valuation,
      placed,
      rulesOf(rules, measured, basis),
    )
    const { simulation, rounds } = outcome
    const hasValue = needsAmounts || isValued(measured)
    const changes = hasValue ? serviceChanges(outcome) : serviceChangesByPool(simulation, basis)
    const loss = capitalLoss(outcome)
    return {
      operators: bucketChanges(simulation).map((change) => serializeBucket(graph, change)),
      avss: changes.map((change) => serializeAvs(graph, change)),
      capitalLoss: loss.byPool.map(({ pool, amount }) => ({
        pool: member(graph.pools[pool]!),
        shares: amount.toString(),
      })),
      capitalLossValue: hasValue ? toDecimal(loss.value, 'UP') : null,
      rounds: rounds.map((events, round) => ({
        round,
        causes: events.map((event) => describeEvent(graph, event)),
      })),
      meta: { ...measured.meta, assumptions },
    }
  }
}

/** Whether stake is added up at all: with prices, or in the one pool of the scope. */
function isValued({ valuation }: Measured): boolean {
  return valuation.weights.some((weight) => weight !== null && weight > 0n)
}

function echo({ minimum, minimumShare, ejection }: RulesInput): Meta['assumptions'] {
  const list = (minimum ?? []).map(({ avs, value }) => ({
    name: `minimum of ${avs.toLowerCase()}`,
    value,
  }))
  if (minimumShare != null) list.push({ name: 'minimumShare', value: minimumShare })
  if (ejection != null) list.push({ name: 'ejection', value: ejection })
  return list
}

function rulesOf(
  { minimum, minimumShare, ejection }: RulesInput,
  { at: { graph }, valuation }: Measured,
  basis: Basis,
): Rules {
  let minima: (Ratio | null)[] = graph.services.map(() => null)
  if (minimumShare != null) {
    const share = readThreshold('rules.minimumShare', minimumShare)
    minima = minimumShares(graph, basis, valuation, share)
  }
  for (const { avs, value } of minimum ?? []) {
    const service = place(graph.services, address('rules.minimum.avs', avs))!
    if (service < 0) throw bad('rules.minimum.avs', avs, 'No such AVS at that block.')
    minima[service] = readAmount('rules.minimum.value', value)
  }
  return {
    minimum: minimum != null || minimumShare != null ? minima : null,
    ejection: ejection == null ? null : readThreshold('rules.ejection', ejection),
  }
}

function serializeBucket(graph: StakeGraph, change: BucketChange) {
  return {
    operator: change.operator === null ? null : member(graph.operators[change.operator]!),
    pool: member(graph.pools[change.pool]!),
    sharesBefore: change.before.toString(),
    sharesAfter: change.after.toString(),
    maxMagnitudeBefore: change.maxMagnitudeBefore.toString(),
    maxMagnitudeAfter: change.maxMagnitudeAfter.toString(),
  }
}

function serializeAvs(
  graph: StakeGraph,
  { service, pool, before, after, failedIn }: ServiceChange,
) {
  return {
    avs: member(graph.services[service]!),
    pool: pool === null ? null : member(graph.pools[pool]!),
    before: toDecimal(before),
    after: toDecimal(after, 'DOWN'),
    failedRound: failedIn,
  }
}

/** Field `simulate`. */
export function simulateSchema(sources: RiskSources): SchemaPart {
  return { typeDefs: simulateTypeDefs, resolvers: { Query: { simulate: simulate(sources) } } }
}
