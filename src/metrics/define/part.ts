import type { GraphQLResolveInfo } from 'graphql'
import type { ApiContext } from '../../reads/context'

/** One resolver. `args` are coerced; big numbers, bytes and dates are text (see scalars.ts). */
export type Resolver = (
  // biome-ignore lint/suspicious/noExplicitAny: graphql-js passes what the schema says, checked by it, not by the compiler
  parent: any,
  // biome-ignore lint/suspicious/noExplicitAny: as above
  args: any,
  context: ApiContext,
  info: GraphQLResolveInfo,
) => unknown

/** A part of the API's schema: what it declares and how it answers. The parts are merged at start. */
export interface SchemaPart {
  /** SDL; other parts add root fields with `extend type Query`. May use the scalars and BlockInput. */
  typeDefs: string
  resolvers: Record<string, Record<string, Resolver>>
}
