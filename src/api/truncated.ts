const lists = new WeakMap<object, Set<string>>()

/**
 * The lists of an operation that a default limit cut: response keys from the root, joined by points. Positions in lists are left
 * out, so there are no more of them than fields in the document.
 *
 * @param operation its context
 */
export function truncatedLists(operation: object): Set<string> {
  const known = lists.get(operation) ?? new Set()
  lists.set(operation, known)
  return known
}
