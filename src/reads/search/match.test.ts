import { describe, expect, test } from 'vitest'
import { addressPrefix, fitOf, folded } from './match'

describe('how a name fits a text', () => {
  test.each([
    ['eigenda', 'EigenDA', 0],
    ['eigen', 'EigenDA', 1],
    ['da', 'Eigen DA', 2],
    ['da', 'EigenDA', 3],
    ['da', 'Alpha-DA', 2],
    ['da', 'abdab DA', 2],
    ['xyz', 'EigenDA', null],
  ])('%s in %s: %s', (text, name, fit) => {
    expect(fitOf(text, name)).toBe(fit)
  })

  test('letters that look alike in other forms, and characters that are not seen, make no difference', () => {
    expect(folded(' Ｅｉｇｅｎ\u200b  \u202eDA\u0000 ')).toBe('eigen da')
    expect(fitOf('eigen da', 'Eigen\u00a0\u2066DA')).toBe(0)
    expect(folded('\ud800')).toBe('')
  })

  test('signs of patterns are letters like others', () => {
    expect(fitOf('%', 'Eigen')).toBeNull()
    expect(fitOf('.*', 'Eigen')).toBeNull()
    expect(fitOf('_', 'a_b')).toBe(3)
  })
})

describe('the beginning of an address', () => {
  test('is 0x and 1 to 40 hexadecimal digits', () => {
    expect(addressPrefix('0xAB')).toBe('0xab')
    expect(addressPrefix(`0x${'1'.repeat(40)}`)).toBe(`0x${'1'.repeat(40)}`)
    for (const other of ['0x', 'ab', '0xg', `0x${'1'.repeat(41)}`, '0x1 ', "0x1' OR 1=1"]) {
      expect(addressPrefix(other), other).toBeNull()
    }
  })
})
