import { type Answer, known, unknown } from '../math/answer'
import { multiply, type Ratio, ratio, subtract } from '../math/ratio'

/** An undirected link of two things, named by position; each pair once. */
export interface Edge {
  readonly a: number
  readonly b: number
  /** Positive; links from one thing to itself count once inside and twice in its degree. */
  readonly weight: bigint
}

/**
 * Modularity Q of a partition (Newman and Girvan 2004; resolution: Reichardt and Bornholdt 2006), exact: the share of the
 * weight inside communities minus `resolution` times the share expected if links met at random. In [-1/2, 1] at
 * resolution 1. EMPTY: no edges.
 * @param community of each thing
 * @throws RangeError unless weights and resolution are positive and every end has a community
 */
export function modularity(
  edges: readonly Edge[],
  community: ArrayLike<number>,
  resolution: Ratio = ratio(1n),
): Answer<Ratio, 'EMPTY'> {
  if (resolution.num <= 0n) throw new RangeError(`Not a resolution: ${resolution.num}`)
  const degrees = new Map<number, bigint>()
  let inside = 0n
  let whole = 0n
  for (const { a, b, weight } of edges) {
    if (weight <= 0n) throw new RangeError(`Not a weight: ${weight}`)
    for (const end of [a, b]) {
      const own = community[end]
      if (own === undefined) throw new RangeError(`No community of ${end}`)
      degrees.set(own, (degrees.get(own) ?? 0n) + weight)
    }
    if (community[a] === community[b]) inside += weight
    whole += weight
  }
  if (whole === 0n) return unknown('EMPTY')
  const squares = [...degrees.values()].reduce((sum, degree) => sum + degree * degree, 0n)
  const expected = multiply(resolution, ratio(squares, 4n * whole * whole))
  return known(subtract(ratio(inside, whole), expected))
}
