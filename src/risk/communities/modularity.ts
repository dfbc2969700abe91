import { type Answer, known, unknown } from '../math/answer'
import { multiply, type Ratio, ratio, subtract } from '../math/ratio'

/** An undirected weighted edge of two nodes, which are positions; each pair at most once. */
export interface Edge {
  readonly a: number
  readonly b: number
  /** Positive. A loop counts once as weight inside, and double in the degree of its node. */
  readonly weight: bigint
}

/**
 * Modularity Q of a partition, exact: the share of weight inside communities minus `resolution`
 * times the share expected for random edges with the same degrees. In [-1/2, 1] at resolution 1.
 * EMPTY: no edges. Sources: Newman and Girvan 2004; resolution: Reichardt and Bornholdt 2006.
 * @param community of each node
 * @throws RangeError on a weight or resolution that is not positive, and on a node without
 * community
 */
export function modularity(
  edges: readonly Edge[],
  community: ArrayLike<number>,
  resolution: Ratio = ratio(1n),
): Answer<Ratio, 'EMPTY'> {
  if (resolution.num <= 0n)
    throw new RangeError(`Resolution not above 0: ${resolution.num}/${resolution.den}`)
  const degrees = new Map<number, bigint>()
  let inside = 0n
  let total = 0n
  for (const { a, b, weight } of edges) {
    if (weight <= 0n) throw new RangeError(`Weight not above 0: ${weight}`)
    for (const end of [a, b]) {
      const own = community[end]
      if (own === undefined) throw new RangeError(`Node without community: ${end}`)
      degrees.set(own, (degrees.get(own) ?? 0n) + weight)
    }
    if (community[a] === community[b]) inside += weight
    total += weight
  }
  if (total === 0n) return unknown('EMPTY')
  const squares = [...degrees.values()].reduce((sum, degree) => sum + degree * degree, 0n)
  const expected = multiply(resolution, ratio(squares, 4n * total * total))
  return known(subtract(ratio(inside, total), expected))
}
