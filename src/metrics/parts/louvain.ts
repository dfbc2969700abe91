import { setImmediate } from 'node:timers/promises'
import Graph from 'graphology'
import louvain from 'graphology-communities-louvain'
import { type Edge, modularity } from '../../risk/communities/modularity'
import { PROJECTION_UNIT } from '../../risk/communities/projection'
import { meanRandIndex } from '../../risk/communities/rand-index'
import { uniform } from '../../risk/math/random'
import { compare, type Ratio } from '../../risk/math/ratio'

/** Number of runs, with consecutive seeds. */
const RUNS = 20

/** The best division that was found. */
interface Communities {
  /** Community of each thing. */
  community: readonly number[]
  /** Exact modularity of the division. */
  modularity: Ratio
  /** Seed of the run that found it. */
  seed: number
  /** Mean adjusted Rand index of all pairs of runs. */
  stability: Ratio
}

/**
 * Communities of things 0 to `count` - 1 by the Louvain method (Blondel et al. 2008): of `RUNS`
 * runs the one with the highest modularity, of equal ones the first. The search is in doubles, its
 * modularity exact. Other requests are served between the runs.
 * @param edges at least one, weights in units of 1e-18
 * @param resolution above 0; higher values give smaller communities
 */
export async function findCommunities(
  count: number,
  edges: readonly Edge[],
  resolution: Ratio,
  seed: number,
): Promise<Communities> {
  const graph = new Graph({ type: 'undirected', multi: false, allowSelfLoops: false })
  for (let thing = 0; thing < count; thing++) graph.addNode(thing)
  for (const { a, b, weight } of edges) {
    graph.addEdge(a, b, { weight: Number(weight) / Number(PROJECTION_UNIT) })
  }
  const options = { resolution: Number(resolution.num) / Number(resolution.den) }
  const runs: { community: number[]; modularity: Ratio; seed: number }[] = []
  for (let run = 0; run < RUNS; run++) {
    const found = louvain(graph, { ...options, rng: uniform(seed + run) })
    const community = Array.from({ length: count }, (_, thing) => found[thing]!)
    const { value } = modularity(edges, community, resolution)
    runs.push({ community, modularity: value!, seed: seed + run })
    await setImmediate()
  }
  const best = runs.reduce((one, other) =>
    compare(other.modularity, one.modularity) > 0n ? other : one,
  )
  return { ...best, stability: meanRandIndex(runs.map(({ community }) => community)) }
}
