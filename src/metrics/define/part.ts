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

/** A part of the API's schema: what it declares and how it answers. The parts are merged at start. */
export interface SchemaPart {
  /** SDL; other parts add root fields with `extend type Query`. May use the scalars and BlockInput. */
  typeDefs: string
  resolvers: Record<string, Record<string, Resolver>>
}
