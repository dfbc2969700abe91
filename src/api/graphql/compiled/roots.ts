import type { Model } from '../../../reads/entities'

/** A root field that one statement answers. */
export interface Root {
  kind: 'list' | 'one'
  entity: string
}

/** The root fields of a model by name. */
export function rootsOf(model: Model): ReadonlyMap<string, Root> {
  return new Map(
    [...model.entities.values()].flatMap(({ name, query }) =>
      (['list', 'one'] as const).map((kind) => [query[kind], { kind, entity: name }] as const),
    ),
  )
}
