import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BlockChanges, Version } from './state'
import { LedgerState } from './state'

const delegation = (operator: string) => ({ key: 's', staker: 's', operator })

function fresh(): LedgerState {
  const state = new LedgerState()
  state.load('delegation', 's', null)
  return state
}

describe('a block', () => {
  test('makes one version of a row, however often the row changes in it', () => {
    const state = fresh()
    state.put('delegation', delegation('a'))
    state.put('delegation', delegation('b'))
    const { changes } = state.endBlock(7)
    expect(changes).toHaveLength(1)
    expect(changes[0]!.began).toMatchObject({ fromBlock: 7, toBlock: null, row: { operator: 'b' } })
  })

  test('makes no version of a change that is reverted in it', () => {
    const state = fresh()
    state.put('delegation', delegation('a'))
    state.endBlock(1)
    state.put('delegation', delegation('b'))
    state.put('delegation', delegation('a'))
    expect(state.endBlock(2).changes).toEqual([])
  })

  test('ends the version of a row that is removed, and begins none', () => {
    const state = fresh()
    state.put('delegation', delegation('a'))
    const began = state.endBlock(1).changes[0]!.began
    state.remove('delegation', 's')
    expect(state.endBlock(4).changes).toEqual([
      { table: 'delegation', key: 's', ended: { ...began, toBlock: 4 }, began: null },
    ])
  })
})

test('a row that was not loaded cannot be used', () => {
  const state = new LedgerState()
  expect(() => state.get('delegation', 's')).toThrow('delegation s')
  expect(() => state.put('delegation', delegation('a'))).toThrow('delegation s')
})

test('versions give the state at every block, as a plain list of states does', () => {
  const step = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null })
  const blocks = fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 20 })
  fc.assert(
    fc.property(blocks, (chain) => {
      const state = fresh()
      const versions: Version[] = []
      const expected: (string | null)[] = []
      let now: string | null = null
      chain.forEach((steps, block) => {
        for (const operator of steps) {
          if (operator) state.put('delegation', delegation(operator))
          else state.remove('delegation', 's')
          now = operator
        }
        expected.push(now)
        const { changes }: BlockChanges = state.endBlock(block)
        versions.push(...changes.flatMap(({ began }) => began ?? []))
      })
      const actual = chain.map((_, block) => {
        const valid = versions.filter(({ fromBlock, toBlock }) => {
          return fromBlock <= block && (toBlock === null || block < toBlock)
        })
        expect(valid.length).toBeLessThanOrEqual(1)
        return (valid[0]?.row as { operator: string } | undefined)?.operator ?? null
      })
      expect(actual).toEqual(expected)
    }),
  )
})

test('rows that were not used between two evictions are evicted, others are kept', () => {
  const state = new LedgerState()
  for (const key of ['used', 'unused']) state.load('delegation', key, null)
  state.evictUnused(2)
  expect(state.has({ table: 'delegation', key: 'used' })).toBe(true)
  state.load('delegation', 'new', null)
  state.evictUnused(2)
  const loaded = ['used', 'unused', 'new'].map((key) => state.has({ table: 'delegation', key }))
  expect(loaded).toEqual([true, false, true])
})

test('small tables are kept whole', () => {
  const state = new LedgerState()
  for (let i = 0; i < 60; i++) state.load('delegation', `${i}`, null)
  for (let i = 0; i < 10; i++) state.load('operator', `${i}`, null)
  state.evictUnused(100)
  state.evictUnused(100)
  for (let i = 0; i < 60; i++) state.load('delegation', `new ${i}`, null)
  state.evictUnused(100)
  expect(state.has({ table: 'delegation', key: '1' })).toBe(false)
  expect(state.has({ table: 'operator', key: '1' })).toBe(true)
})
