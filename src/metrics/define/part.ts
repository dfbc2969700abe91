import type { GraphQLResolveInfo } from 'graphql'
import type { ResolverContext } from '../../reads/context'

/** One resolver. `args` are coerced; big numbers, bytes and dates are text (see scalars.ts). */
export type Resolver = (
  // biome-ignore lint/suspicious/noExplicitAny: graphql-js passes what the schema says, checked by it, not by the compiler
  parent: any,
  // biome-ignore lint/suspicious/noExplicitAny: as above
  args: any,
  context: ResolverContext,
  info: GraphQLResolveInfo,
) => unknown

/** A resolver of a root field that reads the database. */
export function reading(resolver: Resolver): Resolver {
  return (parent, args, context, info) =>
    context.reading(async () => resolver(parent, args, context, info))
}

type Given = Readonly<Record<string, unknown>>

/**
 * Estimated milliseconds of computing, from the arguments alone: before anything is read. For a network of 3,000 operators,
 * 300 AVSs, 100 pools and 300,000 stakers. Of a field of an answer: by its arguments, and those of the metric.
 */
export type Estimate = (given: Given, ofMetric?: Given) => number

/** A part of the API's schema: what it declares and how it answers. The parts are merged at start. */
export interface SchemaPart {
  /** SDL; other parts add root fields with `extend type Query`. May use the scalars and BlockInput. */
  typeDefs: string
  resolvers: Record<string, Record<string, Resolver>>
  /** What fields cost beside their rows, by type and field. */
  estimates?: Readonly<Record<string, Readonly<Record<string, Estimate>>>>
}
