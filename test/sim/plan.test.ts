import { expect, test } from 'vitest'
import { commonBlock } from './chain'
import { FIRST_HARD_SEED } from './hardships'
import { FINALITY, planOf } from './plan'

const SEEDS = Array.from({ length: 3_000 }, (_, seed) => seed + 1)

test('a seed always gives the same plan', () => {
  for (const seed of SEEDS.slice(0, 100)) expect(planOf(seed)).toEqual(planOf(seed))
})

test('seeds before the first one with hardships have none', () => {
  for (const seed of SEEDS) {
    const { hard, window, indexed, finalizedTag } = planOf(seed)
    expect(hard !== null).toBe(seed >= FIRST_HARD_SEED)
    if (hard === null) expect([indexed, finalizedTag > 64]).toEqual([window, false])
  }
})

test('only a deep fork goes below the final block of an index that indexed every head', () => {
  const depths = new Set<number>()
  const deeper = new Set<number>()
  for (const seed of SEEDS) {
    const { branches, steps, hard } = planOf(seed)
    const finality = hard?.tag ?? FINALITY
    let highest = 0
    let before = 0
    for (const { move, branch, head } of steps) {
      const depth = highest - Math.min(highest, commonBlock(branches, before, branch))
      if (move === 'deep fork') expect(depth).toBeGreaterThan(finality)
      else expect(depth).toBeLessThan(finality)
      if (finality === FINALITY) depths.add(depth)
      else deeper.add(depth)
      highest = Math.max(highest, head)
      before = branch
    }
  }
  for (let depth = 1; depth <= FINALITY + 16; depth++) {
    expect(depths.has(depth)).toBe(depth !== FINALITY)
  }
  for (let depth = 76; depth < 150; depth++) expect(deeper.has(depth)).toBe(true)
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
