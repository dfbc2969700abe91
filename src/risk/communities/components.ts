/**
 * Connected components of an undirected graph of things 0 to `count` - 1: each as its members in ascending order,
 * components by their first member. A thing without links is a component by itself.
 * @throws RangeError if a link names a thing that is not there
 */
export function connectedComponents(
  count: number,
  links: Iterable<{ readonly a: number; readonly b: number }>,
): number[][] {
  const leader = Int32Array.from({ length: count }, (_, thing) => thing)
  const find = (thing: number): number => {
    let top = thing
    while (leader[top] !== top) top = leader[top]!
    // Later searches from here are short.
    for (let at = thing; at !== top; ) [at, leader[at]] = [leader[at]!, top]
    return top
  }
  for (const { a, b } of links) {
    for (const end of [a, b]) {
      if (leader[end] === undefined) throw new RangeError(`No such end of a link: ${end}`)
    }
    const [one, other] = [find(a), find(b)]
    leader[Math.max(one, other)] = Math.min(one, other)
  }
  const members = new Map<number, number[]>()
  for (let thing = 0; thing < count; thing++) {
    const top = find(thing)
    const own = members.get(top)
    if (own) own.push(thing)
    else members.set(top, [thing])
  }
  return [...members.values()]
}
