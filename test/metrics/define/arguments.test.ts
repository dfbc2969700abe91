import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Argument, listOf } from '../../../src/metrics/define/argument'
import {
  address,
  amount,
  atMost,
  bigInteger,
  choice,
  count,
  FIELD_SECONDS,
  flag,
  id,
  integer,
  JOB_SECONDS,
  limit,
  nonEmpty,
  offset,
  operatorSetId,
  part,
  restricted,
  seconds,
  threshold,
  unique,
} from '../../../src/metrics/define/arguments'
import { enumeration } from '../../../src/metrics/define/type'
import { compare, ratio } from '../../../src/risk/math/ratio'

/** What an argument makes of a value: the value that is read, or the error as code and hint. */
function outcome<V>(argument: Argument<V>, given: unknown): unknown {
  try {
    return argument.read('it', given as never)
  } catch (error) {
    const { code, hint } = (error as { extensions: { code: string; hint: string } }).extensions
    return `${code}: ${hint}`
  }
}

const HEX = fc.string({
  unit: fc.constantFrom(...'0123456789abcdefABCDEF'),
  minLength: 40,
  maxLength: 40,
})

describe('text', () => {
  test('addresses are read in any case, and given on in lower case', () => {
    fc.assert(
      fc.property(HEX, (digits) => {
        expect(address('').read('it', `0x${digits}` as never)).toBe(`0x${digits.toLowerCase()}`)
      }),
    )
  })

  test.each([
    '',
    '0x',
    'vitalik.eth',
    `0x${'1'.repeat(39)}`,
    `0x${'1'.repeat(41)}`,
    '1'.repeat(42),
  ])('%j is no address', (given) => {
    expect(outcome(address(''), given)).toMatch(/^BAD_USER_INPUT: An address is 0x/)
  })

  test('operator sets are <avs>/<set id> with a set id of 32 bits, without leading zeros', () => {
    const avs = `0x${'A'.repeat(40)}`
    expect(outcome(operatorSetId(''), `${avs}/0`)).toBe(`${avs.toLowerCase()}/0`)
    expect(outcome(operatorSetId(''), `${avs}/4294967295`)).toContain('/4294967295')
    for (const given of [avs, `${avs}/`, `${avs}/01`, `${avs}/4294967296`, `${avs}/-1`, '/1']) {
      expect(outcome(operatorSetId(''), given), given).toMatch(/^BAD_USER_INPUT/)
    }
  })

  test('ids are taken as they are', () => {
    expect(outcome(id(''), ' Some Group ')).toBe(' Some Group ')
  })
})

describe('exact numbers', () => {
  const decimals = fc.record({
    num: fc.bigInt(0n, 10n ** 30n),
    den: fc.bigInt(1n, 10n ** 30n),
  })

  test('a part is in [0, 1], a threshold in (0, 1], an amount at least 0; fractions stay exact', () => {
    fc.assert(
      fc.property(decimals, ({ num, den }) => {
        const [value, text] = [ratio(num, den), `${num}/${den}`]
        const isPart = compare(value, ratio(1n)) <= 0n
        const refused = expect.stringMatching(/^BAD_USER_INPUT/)
        expect(outcome(part(''), text)).toEqual(isPart ? value : refused)
        expect(outcome(threshold(''), text)).toEqual(isPart && num > 0n ? value : refused)
        expect(outcome(amount(''), text)).toEqual(value)
      }),
    )
  })

  test.each(['', '-1', '1e3', '1/0', 'NaN', '0x1', '1,5'])('%j is no number', (given) => {
    for (const kind of [part, threshold, amount]) {
      expect(outcome(kind(''), given)).toMatch(/^BAD_USER_INPUT: Write /)
    }
  })

  test('integers of any size keep all digits', () => {
    expect(outcome(bigInteger(''), `1${'0'.repeat(40)}`)).toBe(10n ** 40n)
  })
})

describe('counts', () => {
  test('below their minimum are BAD_USER_INPUT, above their maximum LIMIT_EXCEEDED, never cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 1_005 }), (given) => {
        const read = outcome(limit(10), given)
        if (given < 1) expect(read).toBe('BAD_USER_INPUT: Ask for 1 or more.')
        else if (given > 1_000) expect(read).toBe('LIMIT_EXCEEDED: Ask for 1000 or fewer.')
        else expect(read).toBe(given)
      }),
    )
    expect(outcome(offset, 0)).toBe(0)
    expect(outcome(offset, -1)).toBe('BAD_USER_INPUT: Ask for 0 or more.')
    expect(outcome(count(''), 2_000_000)).toBe(2_000_000)
  })

  test('an integer outside of its range is BAD_USER_INPUT: its range is no limit of work', () => {
    expect(outcome(integer('', 0, 77), 77)).toBe(77)
    expect(outcome(integer('', 0, 77), 78)).toBe('BAD_USER_INPUT: Give 0 to 77.')
  })

  test('a field may search for 10 seconds, and says how long a job may', () => {
    expect(outcome(seconds('', FIELD_SECONDS), 10)).toBe(10)
    expect(outcome(seconds('', FIELD_SECONDS), 11)).toBe(
      'BAD_USER_INPUT: Give 0 to 10 seconds. A job (startJob) may search for 600.',
    )
    expect(outcome(seconds('', JOB_SECONDS), 601)).toBe('BAD_USER_INPUT: Give 0 to 600 seconds.')
  })
})

describe('defaults', () => {
  const color = enumeration('Color', 'A color.', { RED: 'Red.', BLUE: 'Blue.' })

  test.each<[string, Argument<unknown>]>([
    ['Int! = 100', limit(100)],
    ['Int!', limit()],
    ['Int! = 0', offset],
    ['String! = "1/3"', threshold('', '1/3')],
    ['String!', amount('')],
    ['Boolean! = false', flag('', false)],
    ['Color! = BLUE', choice(color, '', 'BLUE')],
    ['Color!', choice(color, '')],
    ['Int! = -5', integer('', -9, 9, -5)],
  ])('are written as SDL: %s', (sdl, argument) => {
    expect(argument.sdl).toBe(sdl)
  })

  test('a restricted choice keeps its type, and refuses the other values', () => {
    const blue = restricted(choice(color, ''), ['BLUE'])
    expect(blue.sdl).toBe('Color!')
    expect(outcome(blue, 'BLUE')).toBe('BLUE')
    expect(outcome(blue, 'RED')).toBe('BAD_USER_INPUT: Give BLUE.')
  })
})

describe('lists', () => {
  const words = fc.array(fc.constantFrom('a', 'A', 'b', 'c', 'd'), { maxLength: 5 })

  test('are refused exactly if two items have one key', () => {
    const argument = unique(listOf(id(''), ''), (one) => one.toLowerCase())
    fc.assert(
      fc.property(words, (given) => {
        const keys = given.map((one) => one.toLowerCase())
        const hasTwo = new Set(keys).size < keys.length
        const refused = 'BAD_USER_INPUT: Listed more than once.'
        expect(outcome(argument, given)).toEqual(hasTwo ? refused : given)
      }),
    )
  })

  test('name the key that is listed more than once, as it is read', () => {
    const [upper, lower] = [`0x${'A'.repeat(40)}`, `0x${'a'.repeat(40)}`]
    const argument = unique(listOf(address(''), ''), (one) => one)
    expect(() => argument.read('all', [upper, lower] as never)).toThrow(`all cannot be "${lower}".`)
  })

  test('may have to have an item, and a maximum length', () => {
    const argument = nonEmpty(listOf(id(''), ''), 'Name one.')
    expect(outcome(argument, [])).toBe('BAD_USER_INPUT: Name one.')
    expect(outcome(argument, ['a'])).toEqual(['a'])
    expect(outcome(atMost(2, listOf(id(''), '')), ['a', 'b'])).toEqual(['a', 'b'])
    expect(outcome(atMost(2, listOf(id(''), '')), ['a', 'b', 'c'])).toMatch(/^LIMIT_EXCEEDED/)
  })
})
