import type { Model } from '../../../reads/entities'

/** A root field that one statement answers, or the head that it reads. */
export type Root =
  | { readonly kind: 'list' | 'one' | 'connection'; readonly entity: string }
  | { readonly kind: 'meta' }
  | { readonly kind: 'type' }

/** The root fields by name. */
export function rootsOf(model: Model): ReadonlyMap<string, Root> {
  const rows = [...model.entities.values()].flatMap(({ name, query }) =>
    (['list', 'one', 'connection'] as const).map((kind): [string, Root] => [
      query[kind],
      { kind, entity: name },
    ]),
  )
  return new Map<string, Root>([
    ...rows,
    ['_meta', { kind: 'meta' }],
    ['squidStatus', { kind: 'meta' }],
    ['__typename', { kind: 'type' }],
  ])
}
