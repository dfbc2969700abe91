import type { ApiContext } from '../reads/context'
import {
  type CascadeEvent,
  cascade,
  type Outcome,
  type Rules,
  serviceStake,
} from '../risk/contagion/cascade'
import { Simulation } from '../risk/contagion/simulation'
import type { Basis, StakeGraph } from '../risk/graph/graph'
import { nativeValuation } from '../risk/graph/valuation'
import { toDecimal } from '../risk/math/decimal'
import { multiply, type Ratio, ratio } from '../risk/math/ratio'
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
    const { simulation } = outcome
    return {
      operators: operatorsOf(simulation),
      avss:
        needsAmounts || isValued(measured)
          ? valuedAvss(graph, outcome)
          : avssByPool(simulation, basis),
      ...lossOf(outcome, needsAmounts || isValued(measured)),
      rounds: outcome.rounds.map((events, round) => ({
        round,
        causes: events.map((event) => sentence(graph, event)),
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
  const least: (Ratio | null)[] = graph.services.map(() => null)
  if (minimumShare != null) {
    const share = readThreshold('rules.minimumShare', minimumShare)
    serviceStake(new Simulation(graph), basis, valuation).forEach((stake, service) => {
      least[service] = multiply(stake, share)
    })
  }
  for (const { avs, value } of minimum ?? []) {
    const service = place(graph.services, address('rules.minimum.avs', avs))!
    if (service < 0) throw bad('rules.minimum.avs', avs, 'No such AVS at that block.')
    least[service] = readAmount('rules.minimum.value', value)
  }
  return {
    minimum: minimum != null || minimumShare != null ? least : null,
    ejection: ejection == null ? null : readThreshold('rules.ejection', ejection),
  }
}

function operatorsOf(simulation: Simulation) {
  const { graph, cap, maxMagnitude } = simulation
  const { buckets } = graph
  return buckets.cap.flatMap((before, bucket) => {
    if (cap[bucket] === before && maxMagnitude[bucket] === buckets.maxMagnitude[bucket]) return []
    const operator = buckets.operator[bucket]!
    return [
      {
        operator: operator < 0 ? null : member(graph.operators[operator]!),
        pool: member(graph.pools[buckets.pool[bucket]!]!),
        sharesBefore: before.toString(),
        sharesAfter: cap[bucket]!.toString(),
        maxMagnitudeBefore: buckets.maxMagnitude[bucket]!.toString(),
        maxMagnitudeAfter: maxMagnitude[bucket]!.toString(),
      },
    ]
  })
}

function valuedAvss(graph: StakeGraph, { before, after, failedIn }: Outcome) {
  return graph.services.flatMap((avs, service) => {
    const [old, now] = [before[service]!, after[service]!]
    if (old.num === now.num && old.den === now.den && failedIn[service] === null) return []
    return [
      {
        avs: member(avs),
        pool: null,
        before: toDecimal(old),
        after: toDecimal(now, 'DOWN'),
        failedRound: failedIn[service],
      },
    ]
  })
}

function avssByPool(simulation: Simulation, basis: Basis) {
  const { graph } = simulation
  const pools = new Set<number>()
  graph.buckets.cap.forEach((before, bucket) => {
    if (simulation.cap[bucket] !== before) pools.add(graph.buckets.pool[bucket]!)
  })
  return [...pools]
    .sort((a, b) => a - b)
    .flatMap((pool) => {
      const valuation = nativeValuation(graph.pools.length, pool)
      const before = serviceStake(new Simulation(graph), basis, valuation)
      const after = serviceStake(simulation, basis, valuation)
      return graph.services.flatMap((avs, service) => {
        if (before[service]!.num === after[service]!.num) return []
        return [
          {
            avs: member(avs),
            pool: member(graph.pools[pool]!),
            before: toDecimal(before[service]!),
            after: toDecimal(after[service]!),
            failedRound: null,
          },
        ]
      })
    })
}

function lossOf({ simulation, valuation }: Outcome, hasValue: boolean) {
  const { graph, lost } = simulation
  const byPool = graph.pools.map(() => 0n)
  lost.forEach((shares, bucket) => {
    byPool[graph.buckets.pool[bucket]!]! += shares
  })
  const value = byPool.reduce(
    (sum, shares, pool) => sum + shares * (valuation.weights[pool] ?? 0n),
    0n,
  )
  return {
    capitalLoss: byPool.flatMap((shares, pool) =>
      shares > 0n ? [{ pool: member(graph.pools[pool]!), shares: shares.toString() }] : [],
    ),
    capitalLossValue: hasValue ? toDecimal(ratio(value, valuation.unit), 'UP') : null,
  }
}

/** What happened, for a person. */
function sentence(graph: StakeGraph, event: CascadeEvent): string {
  const operator = event.operator === null ? 'all operators' : graph.operators[event.operator]
  const set = event.set === null ? '' : graph.sets[event.set]!.id
  const pool = event.pool === null ? '' : graph.pools[event.pool]
  const service = event.service === null ? '' : graph.services[event.service]
  const [before, after] = [toDecimal(event.before), toDecimal(event.after)]
  const change = `${before} to ${after}`
  switch (event.kind) {
    case 'SLASH':
    case 'GROUP':
    case 'BYZANTINE':
      return `${set} slashes ${operator} in ${pool}: shares from ${change}`
    case 'NOTHING_TO_SLASH':
      return `${set} can slash nothing of ${operator} in ${pool}`
    case 'LOSS':
      return `${operator} loses stake in ${pool}: shares from ${change}`
    case 'DRAIN':
      return `${pool} is drained: shares of ${operator} from ${change}`
    case 'EXIT':
      return `stakers leave ${pool}: shares of ${operator} from ${change}`
    case 'DEPEG':
      return `the asset of ${pool} loses value: factor from ${change}`
    case 'SERVICE_FAILED':
      return `${service} fails: its stake fell from ${change}, below its minimum`
    case 'OPERATOR_EJECTED':
      return `${operator} leaves all its sets: its stake fell from ${change}`
  }
}

/** Field `simulate`. */
export function simulateSchema(sources: RiskSources): SchemaPart {
  return { typeDefs: simulateTypeDefs, resolvers: { Query: { simulate: simulate(sources) } } }
}
