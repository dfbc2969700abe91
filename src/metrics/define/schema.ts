import { type RootField, resolverOf } from './metric'
import type { Resolver, SchemaPart } from './part'
import type { RiskSources } from './sources'
import type { Definition } from './type'

/** The part of the schema that declares fields of Query, with every type that they use once. */
export function schemaPart(fields: readonly RootField[], sources: RiskSources): SchemaPart {
  const types = allDefinitions(fields.flatMap(({ uses }) => uses))
  const resolvers = types.flatMap(({ name, resolvers }): [string, Record<string, Resolver>][] => {
    return resolvers ? [[name, resolvers]] : []
  })
  const estimates = types.flatMap(({ name, estimates = {} }) => {
    return Object.keys(estimates).length > 0 ? [[name, estimates] as const] : []
  })
  return {
    typeDefs: [...fields, ...types].map(({ sdl }) => sdl).join('\n\n'),
    resolvers: {
      ...Object.fromEntries(resolvers),
      Query: Object.fromEntries(fields.map((field) => [field.name, resolverOf(field, sources)])),
    },
    estimates: {
      ...Object.fromEntries(estimates),
      Query: Object.fromEntries(fields.map(({ name, estimate }) => [name, estimate])),
    },
  }
}

/** Definitions and all that they use, each once. @throws Error if two of one name differ: a defect */
function allDefinitions(roots: readonly Definition[]): Definition[] {
  const found = new Map<string, Definition>()
  const add = (definition: Definition): void => {
    const known = found.get(definition.name)
    if (known && known.sdl !== definition.sdl) {
      throw new Error(`The type ${definition.name} is declared twice.`)
    }
    if (known) return
    found.set(definition.name, definition)
    definition.uses.forEach(add)
  }
  roots.forEach(add)
  return [...found.values()]
}
