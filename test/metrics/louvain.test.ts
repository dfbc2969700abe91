import { describe, expect, test } from 'vitest'
import { findCommunities } from '../../src/metrics/parts/louvain'
import { modularity } from '../../src/risk/communities/modularity'
import { PROJECTION_UNIT } from '../../src/risk/communities/projection'
import { compare, ratio } from '../../src/risk/math/ratio'
import { KARATE, links } from '../support/risk/edges'

const weighed = (edges: readonly { a: number; b: number }[]) =>
  edges.map(({ a, b }) => ({ a, b, weight: PROJECTION_UNIT }))

describe('communities by Louvain', () => {
  test('of two triangles and a bridge are the triangles, with Q 5/14, whatever the seed (metrics reference)', async () => {
    const edges = weighed(links('0-1 1-2 0-2 3-4 4-5 3-5 2-3'))
    for (const seed of [0, 1, 77]) {
      const found = await findCommunities(6, edges, ratio(1n), seed)
      const [a, , , b] = found.community
      expect(found.community).toEqual([a, a, a, b, b, b])
      expect(a).not.toBe(b)
      expect(found).toMatchObject({ modularity: ratio(5n, 14n), seed, stability: ratio(1n) })
    }
  })

  test('of the karate club have a Q of at least .41, and no more than the best, .4198 (golden vectors)', async () => {
    const found = await findCommunities(34, weighed(KARATE), ratio(1n), 1)
    expect(compare(found.modularity, ratio(41n, 100n))).toBeGreaterThan(0n)
    expect(compare(found.modularity, ratio(41_980n, 100_000n))).toBeLessThan(0n)
    expect(modularity(weighed(KARATE), found.community).value).toEqual(found.modularity)
    expect(compare(found.stability, ratio(1n))).toBeLessThanOrEqual(0n)
  })

  test('are the same for the same seed, and smaller at a higher resolution', async () => {
    const once = await findCommunities(34, weighed(KARATE), ratio(1n), 5)
    expect(await findCommunities(34, weighed(KARATE), ratio(1n), 5)).toEqual(once)
    const finer = await findCommunities(34, weighed(KARATE), ratio(4n), 5)
    expect(new Set(finer.community).size).toBeGreaterThan(new Set(once.community).size)
  })

  test('leave a thing without links alone', async () => {
    const { community } = await findCommunities(3, weighed(links('0-1')), ratio(1n), 1)
    expect(community[0]).toBe(community[1])
    expect(community[2]).not.toBe(community[0])
  })
})
