/**
 * Connected components of an undirected graph with nodes 0 to `count` - 1 (union-find with path
 * compression): members ascending, components by their first member. A node without links is a
 * component.
 * @throws RangeError on a link with an unknown node
 */
export function connectedComponents(
  count: number,
  links: Iterable<{ readonly a: number; readonly b: number }>,
): number[][] {
  const leader = Int32Array.from({ length: count }, (_, node) => node)
  const find = (node: number): number => {
    let top = node
    while (leader[top] !== top) top = leader[top]!
    for (let at = node; at !== top; ) [at, leader[at]] = [leader[at]!, top]
    return top
  }
  for (const { a, b } of links) {
    for (const end of [a, b]) {
      if (leader[end] === undefined) throw new RangeError(`Link with an unknown node: ${end}`)
    }
    const [one, other] = [find(a), find(b)]
    leader[Math.max(one, other)] = Math.min(one, other)
  }
  const members = new Map<number, number[]>()
  for (let node = 0; node < count; node++) {
    const top = find(node)
    const own = members.get(top)
    if (own) own.push(node)
    else members.set(top, [node])
  }
  return [...members.values()]
}
