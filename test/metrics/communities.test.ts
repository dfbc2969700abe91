import { describe, expect, test } from 'vitest'
import { IS_LONG } from '../long.mjs'
import { useRecordedApi } from '../support/api/recorded-api'
import { type Checkpoint, groundTruth } from '../support/recordings'
import { sum, toNumber } from '../support/risk/exact'
import { busiestPool, CHECKED, type PoolNetwork, poolNetwork } from '../support/risk/pool-network'

/*
 * Communities, measured a second time: overlaps, modularity and forced stake by plain loops over what the contracts
 * answered, without the room risk.
 */

type Column = Map<string, bigint>

/** Stake behind every AVS by operator. */
function columnsOf({ cap, sets }: PoolNetwork, truth: Checkpoint, basis: string) {
  const columns = new Map<string, Column>()
  const column = (avs: string) => columns.get(avs) ?? columns.set(avs, new Map()).get(avs)!
  for (const { avs, members, slashable } of sets.values()) {
    if (basis === 'SLASHABLE') {
      for (const [operator, amount] of slashable) {
        column(avs).set(operator, (column(avs).get(operator) ?? 0n) + amount)
      }
    } else for (const operator of members) column(avs).set(operator, cap.get(operator) ?? 0n)
  }
  if (basis === 'SLASHABLE') return columns
  for (const [pair, status] of Object.entries(truth.avsDirectory)) {
    const [avs, operator] = pair.toLowerCase().split('|') as [string, string]
    if (status === 1) column(avs).set(operator, cap.get(operator) ?? 0n)
  }
  return columns
}

function ruzicka(a: Column, b: Column): number {
  let [low, high] = [0n, 0n]
  for (const operator of new Set([...a.keys(), ...b.keys()])) {
    const [x, y] = [a.get(operator) ?? 0n, b.get(operator) ?? 0n]
    low += x < y ? x : y
    high += x > y ? x : y
  }
  return high === 0n ? 0 : toNumber({ num: low, den: high })
}

/** Overlaps of all pairs; 0 with itself. */
const weights = (columns: Column[]) =>
  columns.map((a, i) => columns.map((b, j) => (i === j ? 0 : ruzicka(a, b))))

const addUp = (values: number[]) => values.reduce((x, y) => x + y, 0)

/** Q by its definition: over all ordered pairs of one community, (weight - resolution * product of degrees / 2m) / 2m. */
function slowModularity(weight: number[][], communityOf: number[], resolution: number): number {
  const degrees = weight.map(addUp)
  const twice = addUp(degrees)
  let q = 0
  weight.forEach((row, a) => {
    row.forEach((own, b) => {
      if (communityOf[a] !== communityOf[b]) return
      q += own - (resolution * degrees[a]! * degrees[b]!) / twice
    })
  })
  return q / twice
}

/** Every division of so many things, each as the group of every thing. */
function* divisions(count: number): Generator<number[]> {
  const groups = new Array<number>(count).fill(0)
  for (;;) {
    yield groups
    let at = count - 1
    while (at > 0 && groups[at] === Math.max(...groups.slice(0, at)) + 1) at--
    if (at <= 0) return
    groups[at]! += 1
    groups.fill(0, at + 1)
  }
}

const FIELDS = `modularity resolution seed stability communityCount meta { method nullReason assumptions { name value } }
  communities(limit: 1000) { stake members { avs { id } stake } } forcedClusters(limit: 1000) { stake members { avs { id } } }`

interface Community {
  stake: string
  members: { avs: { id: string }; stake: string }[]
}

/** Checkpoints of which all partitions are tried. */
const MOST_TRIED = IS_LONG ? 5 : 2

describe.each(CHECKED)('communities of $name, recomputed', ({ dir, chosen }) => {
  const api = useRecordedApi('communities', dir)

  describe.each(['REGISTERED', 'SLASHABLE'])('%s', (basis) => {
    test.each(chosen)(
      'at block $block: modularity, stake, and forced shared stake',
      async (truth) => {
        const network = poolNetwork(truth, busiestPool(truth))
        const columns = columnsOf(network, truth, basis)
        const args = `basis: ${basis}, scope: {pool: "${network.pool}"}, block: {number: ${truth.block}}`
        const { communities: answer } = await api.ask(`{ communities(${args}) { ${FIELDS} } }`)
        const { communities } = answer as { communities: Community[] }
        const served = communities.flatMap(({ members }) => members.map(({ avs }) => avs.id))
        expect(new Set(served).size).toBe(served.length)
        expect(answer.communityCount).toBe(communities.length)
        expect(served).toEqual(expect.arrayContaining([...columns.keys()]))

        const communityOf = communities.flatMap(({ members }, at) => members.map(() => at))
        const weight = weights(served.map((avs) => columns.get(avs) ?? new Map()))
        if (weight.flat().every((one) => one === 0)) {
          expect(answer).toMatchObject({ modularity: null, seed: null, stability: null })
          expect(answer.meta.nullReason).toBe('EMPTY')
          expect(communities.every(({ members }) => members.length === 1)).toBe(true)
          return
        }
        expect(Number(answer.modularity)).toBeCloseTo(slowModularity(weight, communityOf, 1), 12)
        expect(Number(answer.stability)).toBeLessThanOrEqual(1)
        expect(Number(answer.stability)).toBeGreaterThan(-1)

        for (const { members, stake } of communities) {
          const own = members.map(({ avs }) => columns.get(avs.id) ?? new Map<string, bigint>())
          expect(members.map((one) => one.stake)).toEqual(own.map((x) => `${sum(x.values())}`))
          let covered = 0n
          for (const [operator, cap] of network.cap) {
            const promised = sum(own.map((column) => column.get(operator) ?? 0n))
            covered += promised < cap ? promised : cap
          }
          expect(stake).toBe(`${covered}`)
        }

        const isForced = (a: string, b: string) =>
          [...network.cap].some(([operator, cap]) => {
            const of = (avs: string) => columns.get(avs)?.get(operator) ?? 0n
            return of(a) + of(b) > cap
          })
        const clusters = answer.forcedClusters.map(({ members }: Community) =>
          members.map(({ avs }) => avs.id),
        ) as string[][]
        if (basis === 'SLASHABLE') expect(clusters).toEqual([])
        const clusterOf = (avs: string) => clusters.find((one) => one.includes(avs))
        for (const a of served) {
          for (const b of served) {
            if (a !== b && isForced(a, b)) expect(clusterOf(a)).toContain(b)
          }
        }
        for (const cluster of clusters) {
          const reached = new Set([cluster[0]!])
          for (const one of reached) {
            for (const other of cluster) if (isForced(one, other)) reached.add(other)
          }
          expect(reached.size).toBe(cluster.length)
        }
      },
    )
  })

  test('no partition has more modularity, where all can be tried', async () => {
    let compared = 0
    // Few checkpoints have so few AVSs.
    for (const truth of groundTruth(dir)) {
      if (compared === MOST_TRIED) break
      const network = poolNetwork(truth, busiestPool(truth))
      const columns = columnsOf(network, truth, 'SLASHABLE')
      const all = weights([...columns.values()])
      const kept = [...all.keys()].filter((i) => all[i]!.some((one) => one > 0))
      if (kept.length < 3 || kept.length > 9) continue
      const linked = kept.map((i) => kept.map((j) => all[i]![j]!))
      let best = -1
      for (const groups of divisions(kept.length)) {
        best = Math.max(best, slowModularity(linked, groups, 1))
      }
      const { communities } = await api.ask(
        `{ communities(basis: SLASHABLE, scope: {pool: "${network.pool}"}, block: {number: ${truth.block}}) { modularity } }`,
      )
      expect(Number(communities.modularity)).toBeCloseTo(best, 12)
      compared++
    }
    if (dir.endsWith('eigenlayer-a')) expect(compared).toBeGreaterThan(0)
  })

  test('resolution and seed are repeated, and change only the partition', async () => {
    const truth = chosen.at(-1)!
    const network = poolNetwork(truth, busiestPool(truth))
    const args = `resolution: "3/2", seed: 40, scope: {pool: "${network.pool}"}, block: {number: ${truth.block}}`
    const { communities: answer } = await api.ask(`{ communities(${args}) { ${FIELDS} } }`)
    expect(answer.meta).toEqual({
      method: 'BOUND',
      nullReason: null,
      assumptions: [
        { name: 'resolution', value: '3/2' },
        { name: 'seed', value: '40' },
      ],
    })
    expect(answer.resolution).toBe('1.5')
    expect(answer.seed).toBeGreaterThanOrEqual(40)
    expect(answer.seed).toBeLessThan(60)
    const columns = columnsOf(network, truth, 'REGISTERED')
    const { communities } = answer as { communities: Community[] }
    const served = communities.flatMap(({ members }) => members.map(({ avs }) => avs.id))
    const weight = weights(served.map((avs) => columns.get(avs) ?? new Map()))
    const communityOf = communities.flatMap(({ members }, at) => members.map(() => at))
    expect(Number(answer.modularity)).toBeCloseTo(slowModularity(weight, communityOf, 1.5), 12)
  })

  test.each(['resolution: "0"', 'resolution: "101"', 'resolution: "-1"', 'seed: -1'])(
    '%s is refused',
    async (args) => {
      expect(await api.refuse(`{ communities(${args}) { modularity } }`)).toMatchObject({
        code: 'BAD_USER_INPUT',
      })
    },
  )
})
