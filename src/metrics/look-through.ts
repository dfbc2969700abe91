import type { ApiContext } from '../reads/context'
import { loadSetRules } from '../reads/governance/set-rules'
import { loadStakers } from '../reads/graph/stakers'
import { hhi } from '../risk/concentration/herfindahl'
import { type Part, populationOfParts } from '../risk/concentration/ratio-population'
import { controllerColumns } from '../risk/governance/controller-columns'
import { bucketStake } from '../risk/graph/bucket-stake'
import { type Exposure, exposure } from '../risk/graph/exposure'
import { maximalLosses } from '../risk/leverage/maximal-loss'
import { lookThrough, type Position, positionsOf, worth } from '../risk/look-through/look-through'
import { operatorLosses, worstSlashing } from '../risk/look-through/look-through-losses'
import { toDecimal } from '../risk/math/decimal'
import { add, compare, divide, type Ratio, ratio } from '../risk/math/ratio'
import type { SchemaPart } from './define/part'
import type { RiskSources } from './define/sources'
import { checkCount, MAX_LISTED } from './legacy/arguments'
import { type MatrixArguments, type Measured, measure } from './legacy/matrix'
import { type Meta, member } from './legacy/meta'
import { lookThroughTypeDefs } from './look-through-types'
import { readStakers, type StakersInput } from './parts/staker-group'

type Arguments = MatrixArguments & StakersInput

/** Stake of the stakers, and by what it is divided; each is made when it is asked for, and once. */
interface Held {
  measured: Measured
  positions: readonly Position[]
  whole: Ratio
  operators: () => Part[]
  avss: () => Part[]
  operatorSets: () => Part[]
  slashers: () => Promise<{ parts: Part[]; unknown: Ratio }>
}

interface Answer {
  meta: Meta
  held: Held | null
}

type Page = { limit: number }

function resolve(sources: RiskSources) {
  return async (_: unknown, args: Arguments, context: ApiContext) => {
    const { chainId } = await context.at(args.block)
    const { addresses, assumptions } = readStakers(args, sources.labels(chainId))
    const measured = await measure(sources, args, context, true)
    const meta = { ...measured.meta, assumptions }
    const none = { meta, held: null, stakerCount: 0, positions: [] }
    if (!('matrix' in measured)) return { ...none, withoutStake: [] }
    const { at, block, valuation } = measured
    const { graph } = at
    const layer = await loadStakers(context, block, graph, { stakers: addresses })
    const known = new Set(layer.stakers)
    const withoutStake = ({ limit }: Page) => {
      checkCount('limit', limit, MAX_LISTED)
      return addresses
        .filter((one) => !known.has(one))
        .slice(0, limit)
        .map(member)
    }
    if (layer.staker.length === 0) {
      return { ...none, meta: { ...meta, nullReason: 'UNKNOWN_SCOPE' as const }, withoutStake }
    }
    const positions = positionsOf(graph, layer)
    const whole = worth(positions, valuation)
    const loss = sum(maximalLosses(graph, layer, valuation).map(({ loss }) => loss.value))
    const [operator, ...others] = new Set(layer.operatorOf)
    const isOne = others.length === 0 && operator! >= 0
    return {
      meta,
      held: divided({ measured, positions, whole }, meta, context),
      stakerCount: known.size,
      withoutStake,
      operator: isOne ? member(graph.operators[operator!]!) : null,
      stake: toDecimal(whole),
      positions: byPool(positions).map(([pool, amount]) => ({
        pool: member(graph.pools[pool]!),
        shares: amount.toString(),
        isCounted: (valuation.weights[pool] ?? null) !== null,
      })),
      maximalLoss: loss && toDecimal(loss),
      maximalLossShare: loss && part(loss, whole),
    }
  }
}

function byPool(positions: readonly Position[]): [number, bigint][] {
  const amounts = new Map<number, bigint>()
  for (const { pool, amount } of positions) amounts.set(pool, (amounts.get(pool) ?? 0n) + amount)
  return [...amounts]
}

/** Null if one of them is unknown. */
function sum(values: readonly (Ratio | null)[]): Ratio | null {
  return values.reduce((all, value) => all && value && add(all, value), ratio(0n))
}

function part(amount: Ratio, whole: Ratio): string | null {
  return whole.num === 0n ? null : toDecimal(divide(amount, whole))
}

type Stake = Pick<Held, 'measured' | 'positions' | 'whole'>

function divided(stake: Stake, { basis }: Meta, context: ApiContext): Held {
  const { at, valuation } = stake.measured
  const by = (columns: 'SERVICE' | 'SET') =>
    once(() => partsOf(stake, exposure(at.graph, basis!, valuation, columns, 'BUCKET')))
  return {
    ...stake,
    operators: once(() => byOperator(stake)),
    avss: by('SERVICE'),
    operatorSets: by('SET'),
    slashers: once(() => bySlasher(stake, context)),
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Their part of each column of a matrix of buckets, without those of nothing. */
function partsOf({ measured, positions }: Stake, matrix: Exposure): Part[] {
  return lookThrough(measured.at.graph, positions, matrix)
    .map((amount, column) => ({ id: matrix.columns[column]!, amount }))
    .filter(({ amount }) => amount.num > 0n)
}

/** Worth of the positions by operator. */
function byOperator({ measured, positions }: Stake): Part[] {
  const { at, valuation } = measured
  const { operators, buckets } = at.graph
  const held = new Map<number, Position[]>()
  for (const position of positions) {
    if (position.bucket === null) continue
    const operator = buckets.operator[position.bucket]!
    held.set(operator, [...(held.get(operator) ?? []), position])
  }
  return [...held]
    .map(([operator, own]) => ({ id: operators[operator]!, amount: worth(own, valuation) }))
    .filter(({ amount }) => amount.num > 0n)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** What each slasher can take of the positions, and what sets can whose slasher is unknown. */
async function bySlasher(held: Stake, context: ApiContext) {
  const { at, block, valuation } = held.measured
  const sets = exposure(at.graph, 'SLASHABLE', valuation, 'SET', 'BUCKET')
  const stake = bucketStake(at.graph, valuation)
  const rules = await loadSetRules(context, block, at.graph)
  const slashers = rules.map(({ slasher }) => slasher)
  const unnamed = slashers.map((slasher) => (slasher === null ? 'UNKNOWN' : null))
  const [open] = partsOf(held, controllerColumns(sets, stake, unnamed))
  const parts = partsOf(held, controllerColumns(sets, stake, slashers))
  return { parts, unknown: open?.amount ?? ratio(0n) }
}

type Division = (held: Held) => Part[] | Promise<Part[]>

/** A list of parts, the largest first; they are in the order of their ids, and the sort is stable. */
const listed =
  (division: Division) =>
  async ({ held }: Answer, { limit }: Page) => {
    checkCount('limit', limit, MAX_LISTED)
    if (held === null) return []
    const parts = await division(held)
    return [...parts]
      .sort((a, b) => Number(compare(b.amount, a.amount)))
      .slice(0, limit)
      .map(({ id, amount }) => ({
        member: member(id),
        amount: toDecimal(amount),
        share: part(amount, held.whole),
      }))
  }

function hhiOf(parts: readonly Part[]): string | null {
  const index = hhi(populationOfParts(parts))
  return index && toDecimal(index)
}

function worst({ held }: Answer) {
  if (held === null) return null
  const { at, valuation } = held.measured
  const found = worstSlashing(at.graph, held.positions, valuation)
  return (
    found && {
      operator: member(at.graph.operators[found.operator]!),
      operatorSet: member(at.graph.sets[found.set]!.id),
      loss: toDecimal(found.loss),
      share: part(found.loss, held.whole),
    }
  )
}

function worstOperators({ held }: Answer, { k }: { k: number }) {
  checkCount('k', k, MAX_LISTED)
  if (held === null) return []
  const { at, valuation } = held.measured
  let all = ratio(0n)
  return operatorLosses(at.graph, held.positions, valuation)
    .slice(0, k)
    .map(({ operator, loss }) => {
      all = add(all, loss)
      return {
        operator: member(at.graph.operators[operator]!),
        loss: toDecimal(all),
        share: part(all, held.whole),
      }
    })
}

/** Field `lookThrough`. */
export function lookThroughSchema(sources: RiskSources): SchemaPart {
  return {
    typeDefs: lookThroughTypeDefs,
    resolvers: {
      Query: { lookThrough: resolve(sources) },
      LookThrough: {
        operators: listed((held) => held.operators()),
        avss: listed((held) => held.avss()),
        operatorSets: listed((held) => held.operatorSets()),
        slashers: listed(async (held) => (await held.slashers()).parts),
        unknownSlasher: async ({ held }: Answer) =>
          held && toDecimal((await held.slashers()).unknown),
        concentration: (answer: Answer) => answer,
        worstSlashing: worst,
        worstOperators,
      },
      LookThroughConcentration: {
        operators: ({ held }: Answer) => held && hhiOf(held.operators()),
        avss: ({ held }: Answer) => held && hhiOf(held.avss()),
        slashers: async ({ held }: Answer) => {
          if (held === null) return null
          const { parts, unknown } = await held.slashers()
          return unknown.num === 0n ? hhiOf(parts) : null
        },
      },
    },
  }
}
