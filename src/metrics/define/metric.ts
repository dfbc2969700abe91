import type { ApiContext, ResolverContext } from '../../reads/context'
import { indexedOnly } from '../../reads/missing-contracts'
import {
  type ArgumentShape,
  type ArgumentsOf,
  argumentsSdl,
  assumptionsOf,
  definitionsOf,
  type Given,
  readArguments,
} from './argument'
import { MAX_LISTED } from './arguments'
import { estimateBy, METRIC_MS } from './estimate'
import {
  isMeasured,
  type Measured,
  matrixArguments,
  measure,
  type Request,
  type StakeSelection,
} from './measure'
import { type Meta, member, metaField, type NullReason } from './meta'
import {
  expensive,
  field,
  type ObjectType,
  object,
  paged,
  type Shape,
  type ValuesOf,
} from './object'
import type { Estimate } from './part'
import type { RiskSources } from './sources'
import { type Definition, description, type Type } from './type'
import { ignore, type ProgressObserver, UNOBSERVED, type Work } from './work'

/** A field of Query. */
export interface RootField {
  readonly name: string
  /** SDL of its arguments, without parentheses: an input type of the same members takes them too. */
  readonly arguments: string
  readonly sdl: string
  readonly uses: readonly Definition[]
  /** Whether fields of its answer read the database when they are selected. */
  readonly readsLater: boolean
  /** What it costs, without the fields that declare their own. */
  readonly estimate: Estimate
  /** Reads what the field needs; what is returned computes the answer without the database. */
  prepare(sources: RiskSources, given: Given, context: ApiContext): Promise<Work<unknown>>
}

/** What a field of Query computes; as a function: what is left to do when all it needs was read. */
export type Outcome<V> = V | ((observer: ProgressObserver) => V | Promise<V>)

function mapOutcome<V, R>(outcome: Outcome<V>, map: (value: V) => R): Outcome<R> {
  if (!(outcome instanceof Function)) return map(outcome)
  return async (observer) => map(await outcome(observer))
}

/** A field of Query of any type. */
export function rootField<A extends ArgumentShape, V>(definition: {
  name: string
  doc: string
  args: A
  type: Type<V>
  readsLater?: boolean
  /** Milliseconds: see `Estimate`. Default: `METRIC_MS`. */
  estimate?(args: ArgumentsOf<A>): number
  compute(args: ArgumentsOf<A>, request: Request, given: Given): Promise<Outcome<V>>
}): RootField {
  const {
    name,
    doc,
    args,
    type,
    readsLater = false,
    estimate = () => METRIC_MS,
    compute,
  } = definition
  const lines = argumentsSdl(args)
  return {
    name,
    arguments: lines,
    sdl: `extend type Query {\n  ${description(doc)}\n  ${name}(\n${lines}  ): ${type.sdl}\n}`,
    uses: [...type.definitions, ...definitionsOf(args)],
    readsLater,
    estimate: estimateBy(args, estimate),
    async prepare(sources, given, context) {
      const outcome = await compute(
        readArguments(args, given),
        { sources, context: indexedOnly(context) },
        given,
      )
      return async (observer) => {
        const value = outcome instanceof Function ? await outcome(observer) : outcome
        return type.serialize(value)
      }
    },
  }
}

/** Values of an answer, and what it rests on. */
export type Answer<S extends Shape> = (ValuesOf<S> | Unanswered<Partial<ValuesOf<S>>>) & {
  readonly meta: Meta
}

/** An answer that has no value, or some of them; the others are empty. */
type Unanswered<V> = V & { readonly [UNANSWERED]: true }
declare const UNANSWERED: unique symbol

/** No answer. @param meta with the reason @param values what is known all the same */
export function unanswered<V extends object = object>(
  meta: Meta,
  values?: V,
): Unanswered<V> & { readonly meta: Meta } {
  return { ...values, meta } as Unanswered<V> & { readonly meta: Meta }
}

/** What an answer without a value rests on. */
export function without(meta: Meta, nullReason: NullReason): Meta {
  return { ...meta, nullReason }
}

/**
 * A metric: a field of Query whose answer has `meta`. Arguments that are assumptions are repeated in `meta.assumptions`,
 * before those that the metric adds.
 */
export function metric<A extends ArgumentShape, S extends Shape>(definition: {
  name: string
  doc: string
  args: A
  answer: ObjectType<S>
  /** Whether lazy fields of the answer read the database. Default: no. */
  readsLater?: boolean
  /** Milliseconds: see `Estimate`. Default: `METRIC_MS`. */
  estimate?(args: ArgumentsOf<A>): number
  compute(args: ArgumentsOf<A>, request: Request): Promise<Outcome<Answer<S>>>
}): RootField {
  const { args, answer, compute } = definition
  const type = withMeta(answer)
  return rootField({
    ...definition,
    type,
    async compute(read, request, given) {
      const assumptions = assumptionsOf(args, given)
      return mapOutcome(await compute(read, request), (values) => ({
        ...values,
        meta: { ...values.meta, assumptions: [...assumptions, ...values.meta.assumptions] },
      }))
    },
  })
}

/** The type of an answer, with `meta` at its end. */
function withMeta<S extends Shape>({ name, doc, shape }: ObjectType<S>): Type<Answer<S>> {
  return object(name, doc, { ...shape, meta: metaField }) as unknown as Type<Answer<S>>
}

/** The part of its estimate that a metric costs for a pool of `perPool`: few AVSs and operators have stake in it. */
const POOL_PART = 1 / 4

/**
 * A metric of the stake that some of its arguments select. Where stake of several pools has no price, its amounts are unknown, and
 * `perPool` has the answer for each of them.
 */
export function stakeMetric<A extends ArgumentShape, S extends Shape, L = undefined>(definition: {
  name: string
  doc: string
  args: A
  answer: ObjectType<S>
  /** Whether lazy fields of the answer, or `compute`, read the database. Default: no. */
  readsLater?: boolean
  /** Whether amounts matter, so that stake of several pools needs prices. Default: yes. */
  needsAmounts?(args: ArgumentsOf<A>): boolean
  /** Milliseconds: see `Estimate`. Default: `METRIC_MS`. */
  estimate?(args: ArgumentsOf<A>): number
  select(args: ArgumentsOf<A>): StakeSelection
  /** Positions of pools of `perPool`. Default: all with stake. */
  poolsOf?(args: ArgumentsOf<A>, all: Measured, request: Request): Promise<readonly number[]>
  /** What is known where nothing can be measured: in an unknown scope, without a constant. Default: nothing. */
  otherwise?(args: ArgumentsOf<A>, meta: Meta, request: Request): Known<S> | Promise<Known<S>>
  /** Reads what `compute` needs beside the stake, once for all pools. */
  load?(args: ArgumentsOf<A>, measured: Measured, request: Request): Promise<L>
  compute(
    args: ArgumentsOf<A>,
    measured: Measured,
    request: Request,
    loaded: L,
  ): Outcome<Computed<S>> | Promise<Outcome<Computed<S>>>
}): RootField {
  const whole = estimateBy(definition.args, definition.estimate ?? (() => METRIC_MS))
  const { answer, needsAmounts, select, poolsOf, otherwise, load, compute } = definition
  /** Answers on a stake, with what was loaded for it. */
  const computation = async (args: ArgumentsOf<A>, first: Measured, request: Request) => {
    const loaded = (await load?.(args, first, request)) as L
    return async (measured: Measured) => {
      return mapOutcome(await compute(args, measured, request, loaded), (values) => {
        return { meta: measured.meta, ...values } as Answer<S>
      })
    }
  }
  const perPool = perPoolField(answer, whole)
  return metric({
    ...definition,
    answer: object(answer.name, answer.doc, { ...answer.shape, perPool }),
    async compute(given, request) {
      const args = given as ArgumentsOf<A>
      const measured = await measure(request, select(args), needsAmounts?.(args))
      if (isMeasured(measured)) {
        const computed = await computation(args, measured, request)
        return mapOutcome(await computed(measured), (values) => {
          return { ...values, perPool: () => [] }
        })
      }
      const { meta, withoutPrices } = measured
      if (!withoutPrices) {
        const known: Known<S> = (await otherwise?.(args, meta, request)) ?? {}
        return { ...unanswered(meta, known), meta: known.meta ?? meta }
      }
      const { all, pools, inPool } = withoutPrices
      const computed = await computation(args, all, request)
      const ofPools = async (from: number, to: number) => {
        const answers: PoolAnswer<S>[] = []
        const own = pools.length > 0 ? await poolsOf?.(args, all, request) : null
        for (const pool of (own ?? pools).slice(from, to)) {
          const outcome = await computed(inPool(pool))
          const values = outcome instanceof Function ? await outcome(UNOBSERVED) : outcome
          answers.push({ ...values, pool: all.at.graph.pools[pool]! })
        }
        return answers
      }
      return mapOutcome(await computed(all), (values) => {
        return { ...values, perPool: ofPools }
      })
    },
  } as Parameters<typeof metric>[0])
}

/** Field `perPool` of an answer. @param whole milliseconds of an answer, by its arguments */
export function perPoolField<S extends Shape>(
  { name, shape }: ObjectType<S>,
  whole: (given: Given) => number,
) {
  return expensive(
    ({ limit }: Given, ofMetric: Given = {}) =>
      POOL_PART * whole(ofMetric) * (typeof limit === 'number' ? limit : MAX_LISTED),
    paged(
      withMeta(
        object(`${name}OfPool`, 'The figures of one pool, in its base units.', {
          pool: field(member, 'The pool.'),
          ...shape,
        }),
      ) as unknown as Type<PoolAnswer<S>>,
      'Pool by pool, by id, where stake lies in several pools and no prices were given, so that amounts do not add up; otherwise empty.',
    ),
  )
}

/** What is known of an answer. */
type Known<S extends Shape> = Partial<ValuesOf<S>> & { readonly meta?: Meta }

/** The answer of one pool. */
type PoolAnswer<S extends Shape> = Answer<S> & { readonly pool: string }

/**
 * A metric of the matrix of stake: `scope`, `basis`, `pricing`, `grouping` and `block` come with it, and where nothing can be
 * measured the empty answer with its reason. One of those that the metric declares itself is taken instead.
 */
export function matrixMetric<A extends ArgumentShape, S extends Shape, L = undefined>(definition: {
  name: string
  doc: string
  args: A
  answer: ObjectType<S>
  readsLater?: boolean
  needsAmounts?(args: ArgumentsOf<A>): boolean
  estimate?(args: ArgumentsOf<A>): number
  load?(
    args: ArgumentsOf<A> & ArgumentsOf<typeof matrixArguments>,
    measured: Measured,
    request: Request,
  ): Promise<L>
  compute(
    args: ArgumentsOf<A> & ArgumentsOf<typeof matrixArguments>,
    measured: Measured,
    request: Request,
    loaded: L,
  ): Outcome<Computed<S>> | Promise<Outcome<Computed<S>>>
}): RootField {
  const args = { ...definition.args, ...matrixArguments, ...definition.args }
  return stakeMetric({
    ...definition,
    args,
    select: (args: StakeSelection) => args,
  } as unknown as Parameters<typeof stakeMetric<typeof args, S, L>>[0])
}

/** Values of an answer; its `meta`, unless given, is that of the measured stake. */
export type Computed<S extends Shape> = (ValuesOf<S> & { readonly meta?: Meta }) | Answer<S>

/** Resolver of a field of Query: it computes when all fields of the operation have read what they need. */
export function resolverOf(field: RootField, sources: RiskSources) {
  return async (_: unknown, given: Given, context: ResolverContext) => {
    const work = await context.reading(() => field.prepare(sources, given, context))
    if (!field.readsLater) await context.hasReadAll()
    // The signal is made when a computation asks for it.
    return work({
      get signal() {
        return context.signal
      },
      report: ignore,
    })
  }
}
