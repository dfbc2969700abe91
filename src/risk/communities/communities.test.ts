import fc from 'fast-check'
import Graph from 'graphology'
import louvain from 'graphology-communities-louvain'
import { describe, expect, test } from 'vitest'
import { KARATE, links } from '../../../test/support/risk/edges'
import { atPar, toyGraph, vaultGraph } from '../../../test/support/risk/risk-graph'
import { rounded } from '../../../test/support/risk/rounded'
import { exposure } from '../graph/exposure'
import { ratio } from '../math/ratio'
import { overlapMatrix } from '../overlap/overlap'
import { forcedLinks, sharedStake } from '../overlap/shared-stake'
import { connectedComponents } from './components'
import { modularity } from './modularity'
import { PROJECTION_UNIT, projection } from './projection'

const digits = (text: string) => [...text].map(Number)

describe('modularity', () => {
  test('of two triangles and a bridge, split at the bridge, is 5/14 (metrics reference)', () => {
    const edges = links('0-1 1-2 0-2 3-4 4-5 3-5 2-3')
    expect(modularity(edges, [0, 0, 0, 1, 1, 1]).value).toEqual(ratio(5n, 14n))
  })

  test('of the karate club is .4198 for the best partition (published: Brandes et al. 2008)', () => {
    const best = digits('0000111033100033103030322232233233')
    expect(rounded(modularity(KARATE, best).value, 4)).toBe('0.4198')
  })

  test('of the karate club as it split is .35823471 (NetworkX 3.6.1)', () => {
    const split = digits('0000000001000011001010111111111111')
    expect(rounded(modularity(KARATE, split).value, 14)).toBe('0.35823471400394')
  })

  test('of one community is 0, and negative if every edge crosses communities, by the definition', () => {
    const edges = links('0-1 1-2 0-2')
    expect(modularity(edges, [7, 7, 7]).value).toEqual(ratio(0n))
    expect(modularity(links('0-1'), [0, 1]).value).toEqual(ratio(-1n, 2n))
  })

  test.each([
    ['1', ratio(1n), '0.378892733564'],
    ['2', ratio(2n), '-0.183391003460'],
    ['1/2', ratio(1n, 2n), '0.660034602076'],
  ])("with weights, a loop and resolution %s is NetworkX 3.6.1's", (_, resolution, expected) => {
    const edges = [
      [0, 1, 3],
      [1, 2, 1],
      [2, 3, 4],
      [3, 4, 2],
      [4, 2, 5],
      [0, 0, 2],
    ].map(([a, b, weight]) => ({ a: a!, b: b!, weight: BigInt(weight!) }))
    const found = modularity(edges, [0, 0, 1, 1, 1], resolution).value
    expect(rounded(found, 12)).toBe(expected)
  })

  test('equals what graphology reports for the partition that it finds', () => {
    const edge = fc.record({
      a: fc.integer({ min: 0, max: 7 }),
      b: fc.integer({ min: 0, max: 7 }),
      weight: fc.bigInt({ min: 1n, max: 9n }),
    })
    const graphs = fc.uniqueArray(
      edge.filter(({ a, b }) => a < b),
      { minLength: 1, maxLength: 20, selector: ({ a, b }) => `${a}-${b}` },
    )
    fc.assert(
      fc.property(graphs, (edges) => {
        const graph = new Graph({ type: 'undirected' })
        for (let node = 0; node < 8; node++) graph.addNode(node)
        for (const { a, b, weight } of edges) graph.addEdge(a, b, { weight: Number(weight) })
        const found = louvain.detailed(graph, { randomWalk: false })
        const community = Array.from({ length: 8 }, (_, node) => found.communities[node]!)
        const { value } = modularity(edges, community)
        expect(Number(value!.num) / Number(value!.den)).toBeCloseTo(found.modularity, 9)
      }),
    )
  })

  test('is unknown without edges, and refuses invalid edges', () => {
    expect(modularity([], [])).toEqual({ value: null, nullReason: 'EMPTY' })
    expect(() => modularity([{ a: 0, b: 1, weight: 0n }], [0, 0])).toThrow(RangeError)
    expect(() => modularity(links('0-2'), [0, 0])).toThrow(RangeError)
    expect(() => modularity(links('0-1'), [0, 0], ratio(0n))).toThrow(RangeError)
  })
})

describe('projection of an overlap matrix', () => {
  const toy = toyGraph()

  test('of the toy network is one cluster {S1, S2, S3} (metrics reference)', () => {
    const edges = projection(overlapMatrix(exposure(toy, 'REGISTERED', atPar(toy)), 'RUZICKA'))
    expect(connectedComponents(3, edges)).toEqual([[0, 1, 2]])
    expect(edges[1]).toEqual({ a: 0, b: 2, weight: PROJECTION_UNIT / 2n })
    // 16/19 in units of 1e-18.
    expect(edges[0]!.weight).toBe(842105263157894737n)
  })
})

describe('connected components', () => {
  /** Everything that can be reached, by going on until nothing is new. */
  function reachable(count: number, edges: readonly { a: number; b: number }[], from: number) {
    const seen = new Set([from])
    for (let round = 0; round < count; round++) {
      for (const { a, b } of edges) {
        if (seen.has(a)) seen.add(b)
        if (seen.has(b)) seen.add(a)
      }
    }
    return [...seen].sort((x, y) => x - y)
  }

  test('are the nodes that can be reached from each member', () => {
    const end = fc.integer({ min: 0, max: 8 })
    fc.assert(
      fc.property(fc.array(fc.record({ a: end, b: end }), { maxLength: 10 }), (edges) => {
        const found = connectedComponents(9, edges)
        expect(found.flat().sort((x, y) => x - y)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
        for (const members of found) expect(members).toEqual(reachable(9, edges, members[0]!))
        expect(found.map(([first]) => first!)).toEqual(
          found.map(([first]) => first!).sort((x, y) => x - y),
        )
      }),
    )
  })

  test('of forced shared stake: slashing joins networks of one vault and no services of unique stake', () => {
    const groups = (graph: ReturnType<typeof toyGraph>) => {
      const found = sharedStake(graph, 'SLASHABLE', atPar(graph))
      return connectedComponents(found.columns.length, forcedLinks(found))
    }
    expect(groups(toyGraph())).toEqual([[0], [1], [2]])
    expect(groups(vaultGraph())).toEqual([[0, 1]])
  })

  test('refuse links with unknown nodes', () => {
    expect(connectedComponents(0, [])).toEqual([])
    expect(() => connectedComponents(2, [{ a: 0, b: 2 }])).toThrow(RangeError)
  })
})
