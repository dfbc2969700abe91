import type { Entity, Model, ReferenceField } from '../../reads/entities'
import { entityOf, identityOf } from '../../reads/entities'
import type { OrderTerm } from './conditions'

/** Directions of the API of squids: suffix, descending, nulls first. By default nulls are the largest, as in Postgres. */
const DIRECTIONS = [
  ['ASC', false, false],
  ['DESC', true, true],
  ['ASC_NULLS_FIRST', false, true],
  ['ASC_NULLS_LAST', false, false],
  ['DESC_NULLS_FIRST', true, true],
  ['DESC_NULLS_LAST', true, false],
] as const

const cache = new WeakMap<Entity, ReadonlyMap<string, OrderTerm>>()

/** The order terms of an entity by the values of its enum: its own columns, and those of referenced rows. */
export function orderTerms(model: Model, entity: Entity): ReadonlyMap<string, OrderTerm> {
  const known = cache.get(entity)
  if (known) return known
  const terms = new Map(ownTerms(entity, null))
  for (const field of entity.fields.values()) {
    if (field.kind !== 'reference') continue
    for (const [name, term] of ownTerms(entityOf(model, field.target), field)) {
      terms.set(`${field.name}_${name}`, term)
    }
  }
  cache.set(entity, terms)
  return terms
}

function* ownTerms(entity: Entity, via: ReferenceField | null): Generator<[string, OrderTerm]> {
  for (const field of entity.fields.values()) {
    if (field.kind !== 'value' || field.isList || field.isOutputOnly || field.type === 'JSON')
      continue
    for (const [name, descending, nullsFirst] of DIRECTIONS) {
      yield [`${field.name}_${name}`, { via, field, descending, nullsFirst }]
    }
  }
}

/**
 * Parses an orderBy argument to a total order: repeated columns are dropped, and the id is the last term.
 *
 * @param names coerced values of the enum; null or empty: by id
 */
export function parseOrder(model: Model, entity: Entity, names: unknown): OrderTerm[] {
  const order: OrderTerm[] = []
  const seen = new Set<string>()
  for (const name of (names ?? []) as string[]) {
    const term = orderTerms(model, entity).get(name)
    if (!term) throw new Error(`${entity.name} has no order ${name}.`)
    const column = `${term.via?.name ?? ''}.${term.field.name}`
    if (seen.has(column)) continue
    seen.add(column)
    order.push(term)
    if (column === '.id') return order
  }
  order.push({ via: null, field: identityOf(entity), descending: false, nullsFirst: false })
  return order
}
