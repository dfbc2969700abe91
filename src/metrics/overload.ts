import { resolveBlock } from '../reads/block'
import type { ApiContext, BlockInput, BlockPoint } from '../reads/context'
import { loadSetRules } from '../reads/governance/set-rules'
import { exposure } from '../risk/graph/exposure'
import type { StakeGraph } from '../risk/graph/graph'
import { leverage } from '../risk/leverage/leverage'
import { rehypothecation } from '../risk/leverage/rehypothecation'
import type { Answer } from '../risk/math/answer'
import { doubleToDecimal, toDecimal } from '../risk/math/decimal'
import { divide, type Ratio, ratio } from '../risk/math/ratio'
import { type Growth, growthOf } from '../risk/operators/growth'
import { loadIndices } from '../risk/operators/load'
import {
  type Commitment,
  commitmentsOf,
  effectiveCommitments,
  histogram,
  percentileOf,
  type SlashingSurface,
  slashingSurfaces,
  stakePerCommitment,
} from '../risk/operators/overload'
import type { SchemaPart } from './define/part'
import type { RiskSources } from './define/sources'
import { address, bad, type Page, place, range, type ScopeInput } from './legacy/arguments'
import { type Measured, measure } from './legacy/matrix'
import { member } from './legacy/meta'
import type { PricingInput } from './legacy/pricing'
import { overloadTypeDefs } from './overload-types'
import { echoLoad, type LoadInput, readLoad } from './parts/load'

interface Arguments {
  operators?: readonly string[] | null
  load?: LoadInput | null
  since?: BlockInput | null
  scope?: ScopeInput | null
  pricing?: PricingInput | null
  block?: BlockInput | null
}

const shown = ({ value }: Answer<Ratio, string>) => value && toDecimal(value)

function resolve(sources: RiskSources) {
  return async (_: unknown, args: Arguments, context: ApiContext) => {
    const measured = await measure(sources, { ...args, basis: 'SLASHABLE' }, context, true)
    const meta = { ...measured.meta, basis: null, assumptions: echoLoad(args.load) }
    if (meta.nullReason === 'UNKNOWN_SCOPE') {
      return { meta, operators: [], operatorCount: 0, distribution: [] }
    }
    const block = await context.at(args.block)
    const { graph } = await sources.graphs.at(context, block)
    const declared = readLoad(args.load, graph)
    const growth =
      args.since == null
        ? null
        : growthOf(await graphBefore(sources, args.since, block, context), graph)
    const commitments = commitmentsOf(graph)
    const counts = commitments.map(({ services }) => services)
    const chosen = chooseOperators(args.operators, graph)
    return {
      meta,
      operatorCount: chosen.length,
      distribution: histogram(counts).map(({ count, size }) => ({
        avsCount: count,
        operatorCount: size,
      })),
      operators: async (page: Page) => {
        const [from, to] = range(page)
        const listed = byCommitments(chosen, commitments).slice(from, to)
        const amounts = 'matrix' in measured ? amountsOf(measured) : null
        const surfaces = await surfacesOf(context, block, graph)
        const loads = loadIndices(graph, declared.loadOf, declared.capacityOf)
        return listed.map((operator) => ({
          operator: member(graph.operators[operator]!),
          avsCount: counts[operator]!,
          setCount: commitments[operator]!.sets,
          percentile: shown(percentileOf(counts, counts[operator]!)),
          ...amounts?.(operator),
          ...(surfaces && shownSurface(surfaces[operator]!)),
          loadIndex: shown(loads[operator]!),
          loadNullReason: loads[operator]!.nullReason && 'ASSUMPTION_MISSING',
          growth: growth && shownGrowth(growth[operator]!),
        }))
      },
    }
  }
}

/** @throws ApiError BAD_USER_INPUT unless the block is before the one that is measured; BLOCK_NOT_INDEXED */
async function graphBefore(
  { graphs }: RiskSources,
  since: BlockInput,
  block: BlockPoint,
  context: ApiContext,
): Promise<StakeGraph> {
  const before = await resolveBlock(context, await context.head(), [since])
  if (before.number >= block.number) {
    throw bad('since', since, `Name a block before ${block.number}, whose state is measured.`)
  }
  return (await graphs.at(context, before)).graph
}

/** Positions of the operators that are named, each once, or of all. */
function chooseOperators(
  named: readonly string[] | null | undefined,
  { operators }: StakeGraph,
): number[] {
  if (named == null) return [...operators.keys()]
  const found = named.map((id) => {
    const operator = place(operators, address('operators', id))!
    if (operator < 0) throw bad('operators', id, 'No such operator at that block.')
    return operator
  })
  return [...new Set(found)].sort((a, b) => a - b)
}

/** The sort is stable: of equal ones the first id comes first. */
function byCommitments(chosen: readonly number[], commitments: readonly Commitment[]): number[] {
  return [...chosen].sort((a, b) => {
    const [one, other] = [commitments[a]!, commitments[b]!]
    return other.services - one.services || other.sets - one.sets
  })
}

/** What of an operator needs amounts. */
function amountsOf({ at: { graph }, valuation }: Measured) {
  const effective = effectiveCommitments(exposure(graph, 'SLASHABLE', valuation))
  const claims = rehypothecation(graph, valuation, 'REGISTERED')
  const capacity = leverage(graph, 'SLASHABLE', valuation)
  const perAvs = stakePerCommitment(graph, valuation)
  const unit = ratio(valuation.unit)
  return (operator: number) => {
    const number = effective[operator]!.value
    const stake = perAvs[operator]!.value
    return {
      effectiveCommitments: number === null ? null : doubleToDecimal(number),
      registeredMultiplier: shown(claims.operators[operator]!),
      slashableLeverage: shown(capacity.operators[operator]!),
      stakePerAvs: stake && toDecimal(divide(stake, unit)),
    }
  }
}

/** Null: what can be slashed is not known. */
async function surfacesOf(context: ApiContext, block: BlockPoint, graph: StakeGraph) {
  if (graph.unknownBases.includes('SLASHABLE')) return null
  const rules = await loadSetRules(context, block, graph)
  return slashingSurfaces(graph, (set) => rules[set]!.slasher)
}

function shownSurface({ conditions, slashers, unknown }: SlashingSurface) {
  return { slashingConditions: conditions, slashers, unknownSlashers: unknown }
}

function shownGrowth({ services, sets, joined, left }: Growth) {
  return {
    avsCount: services,
    setCount: sets,
    joined: joined.map(member),
    left: left.map(member),
  }
}

/** Field `overload`. */
export function overloadSchema(sources: RiskSources): SchemaPart {
  return { typeDefs: overloadTypeDefs, resolvers: { Query: { overload: resolve(sources) } } }
}
