import { describe, expect, test } from 'vitest'
import { atBlock, heldAt, valueAt, whilePending } from './at-block'

describe('rows at a block', () => {
  test('hold from their first block until the one before their end', () => {
    expect(heldAt('$1')).toBe('from_block <= $1 AND (to_block IS NULL OR to_block > $1)')
    expect(heldAt('s.block', 't')).toBe(
      't.from_block <= s.block AND (t.to_block IS NULL OR t.to_block > s.block)',
    )
  })

  test('bind the block number only where it is needed', () => {
    const params: number[] = []
    const bind = () => `$${params.push(7)}`
    expect(atBlock({ isHead: true }, bind, 't')).toBe('t.to_block IS NULL')
    expect(params).toEqual([])
    expect(atBlock({ isHead: false }, bind, 't')).toBe(heldAt('$1', 't'))
    expect(params).toEqual([7])
  })
})

describe('a pending change', () => {
  test('takes effect at its effect block, and is pending before', () => {
    const change = { stored: 'old', pending: 'new', effectBlock: 'effect' }
    expect(valueAt('$1', change)).toBe('CASE WHEN effect <= $1 THEN new ELSE old END')
    expect(whilePending('$1', 'effect', 'new')).toBe('CASE WHEN effect > $1 THEN new END')
  })
})
