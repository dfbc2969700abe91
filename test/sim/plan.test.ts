import { expect, test } from 'vitest'
import { commonBlock } from './chain'
import { FINALITY, planOf } from './plan'

const SEEDS = Array.from({ length: 3_000 }, (_, seed) => seed + 1)

test('a seed always gives the same plan', () => {
  for (const seed of SEEDS.slice(0, 100)) expect(planOf(seed)).toEqual(planOf(seed))
})

test('only a deep fork goes below the final block of an index that indexed every head', () => {
  const depths = new Set<number>()
  for (const seed of SEEDS) {
    const { branches, steps } = planOf(seed)
    let highest = 0
    let before = 0
    for (const { move, branch, head } of steps) {
      const depth = highest - Math.min(highest, commonBlock(branches, before, branch))
      if (move === 'deep fork') expect(depth).toBeGreaterThan(FINALITY)
      else expect(depth).toBeLessThan(FINALITY)
      depths.add(depth)
      highest = Math.max(highest, head)
      before = branch
    }
  }
  for (let depth = 1; depth <= FINALITY + 16; depth++) {
    expect(depths.has(depth)).toBe(depth !== FINALITY)
  }
})

test('the plan waits for the index only at a head above all earlier ones, and at the end', () => {
  for (const seed of SEEDS) {
    const { steps } = planOf(seed)
    let highest = 0
    for (const { settle, head } of steps) {
      if (settle) expect(head).toBeGreaterThan(highest)
      highest = Math.max(highest, head)
    }
    expect(steps.at(-1)).toMatchObject({ settle: true, rpc: null, trouble: { kind: 'none' } })
  }
})
