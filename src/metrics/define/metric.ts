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
import { estimateBy, METRIC_MS } from './estimate'
import { isMeasured, type Measured, matrixArguments, measure, type Request } from './measure'
import { type Meta, metaField, type NullReason } from './meta'
import { type ObjectType, object, type Shape, type ValuesOf } from './object'
import type { Estimate } from './part'
import type { RiskSources } from './sources'
import { type Definition, description, type Type } from './type'
import { ignore, type ProgressObserver, type Work } from './work'

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

/**
 * A metric of the matrix of stake: `scope`, `basis`, `pricing`, `grouping` and `block` come with it, and where nothing can be
 * measured the empty answer with its reason. One of those that the metric declares itself is taken instead.
 */
export function matrixMetric<A extends ArgumentShape, S extends Shape>(definition: {
  name: string
  doc: string
  args: A
  answer: ObjectType<S>
  readsLater?: boolean
  /** Whether amounts matter, so that stake of several pools needs prices. Default: yes. */
  needsAmounts?(args: ArgumentsOf<A>): boolean
  /** Milliseconds: see `Estimate`. Default: `METRIC_MS`. */
  estimate?(args: ArgumentsOf<A>): number
  compute(
    args: ArgumentsOf<A> & ArgumentsOf<typeof matrixArguments>,
    measured: Measured,
    request: Request,
  ): Outcome<Computed<S>> | Promise<Outcome<Computed<S>>>
}): RootField {
  const { needsAmounts, compute } = definition
  type Arguments = ArgumentsOf<A> & ArgumentsOf<typeof matrixArguments>
  return metric({
    ...definition,
    args: { ...definition.args, ...matrixArguments, ...definition.args } as ArgumentShape,
    async compute(given, request) {
      const args = given as Arguments
      const measured = await measure(request, args, needsAmounts?.(args))
      if (!isMeasured(measured)) return unanswered(measured.meta) as Answer<S>
      return mapOutcome(await compute(args, measured, request), (values) => {
        return { meta: measured.meta, ...values } as Answer<S>
      })
    },
  })
}

/** Values of an answer; its `meta`, unless given, is that of the measured stake. */
export type Computed<S extends Shape> = (ValuesOf<S> & { readonly meta?: Meta }) | Answer<S>

/** Resolver of a field of Query: it computes when all fields of the operation have read what they need. */
export function resolverOf(field: RootField, sources: RiskSources) {
  return async (_: unknown, given: Given, context: ResolverContext) => {
    const work = await context.reading(() => field.prepare(sources, given, context))
    if (!field.readsLater) await context.hasReadAll()
    return work({ signal: context.signal, report: ignore })
  }
}
