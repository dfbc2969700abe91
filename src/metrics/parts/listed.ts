import { limit } from '../define/arguments'
import { type Field, field, object, withArguments } from '../define/object'
import { boolean, int, list, type Type } from '../define/type'

/**
 * A list of which the first `limit` are returned, with how many there are.
 * @param name of its type
 */
export function listed<V>(
  name: string,
  type: Type<V>,
  doc: string,
): Field<() => Listed<V> | Promise<Listed<V>>> {
  const listType = object(name, 'The first of a list, and how many there are.', {
    total: field(int, 'How many there are.'),
    truncated: field(boolean, 'Whether `items` has fewer.'),
    items: field(list(type), 'The first of them.'),
  })
  const { resolve, ...rest } = withArguments({ limit: limit(100) }, listType, doc)
  return {
    ...rest,
    resolve(all, given) {
      if (typeof all !== 'function') return resolve(all, given)
      return resolve(({ limit }) => {
        const found = all()
        return found instanceof Promise
          ? found.then((items) => first(items, limit))
          : first(found, limit)
      }, given)
    },
  }
}

type Listed<V> = readonly V[]

function first<V>(all: readonly V[], limit: number) {
  return { total: all.length, truncated: all.length > limit, items: all.slice(0, limit) }
}
