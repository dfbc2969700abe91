/**
 * An order of things in which those that are alike stand together: the leaves of an average-linkage clustering, each
 * branch turned so that the most alike ends meet. Equal ones keep their order, so every host draws the same picture.
 *
 * @param count of things, at most a few hundred
 * @param likeness of two of them, at least 0
 * @returns their positions
 */
export function leafOrder(count: number, likeness: (a: number, b: number) => number): number[] {
  const groups: number[][] = Array.from({ length: count }, (_, index) => [index])
  const between = groups.map((_, a) => groups.map((_, b) => (a === b ? 0 : likeness(a, b))))
  const alive = new Set(groups.keys())
  while (alive.size > 1) {
    const [a, b] = closest(alive, between)
    const [left, right] = [groups[a]!, groups[b]!]
    for (const other of alive) {
      const mean =
        (between[a]![other]! * left.length + between[b]![other]! * right.length) /
        (left.length + right.length)
      between[a]![other] = mean
      between[other]![a] = mean
    }
    groups[a] = joined(left, right, likeness)
    alive.delete(b)
  }
  const [last] = alive
  return last === undefined ? [] : groups[last]!
}

/** The two groups that are most alike; the first of equal ones. */
function closest(alive: ReadonlySet<number>, between: readonly number[][]): [number, number] {
  const list = [...alive]
  let best: [number, number] = [list[0]!, list[1]!]
  let most = -1
  for (const [index, a] of list.entries()) {
    for (const b of list.slice(index + 1)) {
      if (between[a]![b]! > most) {
        most = between[a]![b]!
        best = [a, b]
      }
    }
  }
  return best
}

/** Two groups side by side, turned so that the ends that meet are the most alike. */
function joined(
  left: readonly number[],
  right: readonly number[],
  likeness: (a: number, b: number) => number,
): number[] {
  const turned = (one: readonly number[]) => [...one].reverse()
  const ways = [
    [left, right],
    [left, turned(right)],
    [turned(left), right],
    [turned(left), turned(right)],
  ] as const
  let best: readonly [readonly number[], readonly number[]] = ways[0]
  let most = -1
  for (const way of ways) {
    const meeting = likeness(way[0].at(-1)!, way[1][0]!)
    if (meeting > most) {
      most = meeting
      best = way
    }
  }
  return [...best[0], ...best[1]]
}
