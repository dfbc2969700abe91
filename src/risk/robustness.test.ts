import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { network, read, worstLoss } from '../../test/support/robust'
import { exactSecurity, profitOf } from './attack'
import {
  certificate,
  headroom,
  localCertificate,
  lossBound,
  roundedCertificate,
} from './certificate'
import { type Ratio, ratio } from './ratio'
import { leastCover } from './subset-sum'

const text = (value: Ratio | null) =>
  value && (value.den === 1n ? `${value.num}` : `${value.num}/${value.den}`)
interface Vector {
  id: string
  provenance: string
  kind: string
  input: { sigma: string[]; pi: string[]; alpha: string[]; services: number[][] }
  expected: {
    gammaStar: string
    gammaExact: string
    secure: boolean
    freeAttacks: number[]
    R_psi?: Record<string, string>
  }
}

const vectors: Vector[] = JSON.parse(
  readFileSync(join(__dirname, '../../test/vectors/golden.json'), 'utf8'),
)

describe('golden vectors of robust restaking networks', () => {
  test.each(vectors.filter(({ kind }) => kind === 'rrn'))(
    '$id ($provenance)',
    ({ input, expected }) => {
      const given = network(input.sigma, input.pi, input.alpha, input.services)
      const { gamma, freeAttacks } = certificate(given)
      expect(text(gamma)).toBe(expected.gammaStar)
      expect(freeAttacks).toEqual(expected.freeAttacks)
      const exact = exactSecurity(given)
      expect(text(exact.gamma)).toBe(expected.gammaExact)
      expect(exact.best === null || profitOf(exact.best).num <= 0n).toBe(expected.secure)
      for (const [psi, loss] of Object.entries(expected.R_psi ?? {})) {
        expect(text(worstLoss(given, read(psi)))).toBe(loss)
      }
    },
  )
})

const toy = (alpha: string) =>
  network(
    ['50', '30', '15', '5'],
    ['10', '8', '5'],
    [alpha, alpha, alpha],
    [
      [0, 1, 2],
      [0, 1],
      [0, 3],
    ],
  )

describe('the toy network of the metrics reference', () => {
  test.each([
    ['1/3', '233/1857', '27/23'],
    ['1/2', '426/619', '27/23'],
    ['2/3', '2323/1857', '57/23'],
  ])('threshold %s: gamma %s, exact %s', (alpha, gamma, exact) => {
    expect(text(certificate(toy(alpha)).gamma)).toBe(gamma)
    expect(text(exactSecurity(toy(alpha)).gamma)).toBe(exact)
  })

  test('rounded: 45, 30 and 50 must misbehave, gamma 37/53', () => {
    expect(leastCover([50n, 30n, 15n], ratio(95n, 3n))).toBe(45n)
    expect(leastCover([50n, 30n], ratio(80n, 3n))).toBe(30n)
    expect(leastCover([50n, 5n], ratio(55n, 3n))).toBe(50n)
    expect(text(roundedCertificate(toy('1/3')).gamma)).toBe('37/53')
  })

  test('headroom 893/66, 6880/627, 803/114', () => {
    expect(headroom(toy('1/3')).map(text)).toEqual(['893/66', '6880/627', '803/114'])
  })

  test('bound after a first loss of 1/20 is .4485', () => {
    const bound = lossBound(certificate(toy('1/3')).gamma, ratio(1n, 20n))!
    expect(Number(bound.num) / Number(bound.den)).toBeCloseTo(0.4485, 4)
  })
})

describe('published: Robust Restaking Networks (arXiv 2407.21785)', () => {
  test('abstract: gamma 10 % and a loss of 0.1 % bound the loss by 1.1 %', () => {
    expect(lossBound(ratio(1n, 10n), ratio(1n, 1000n))).toEqual(ratio(11n, 1000n))
  })

  test('Theorem 6: a global gamma does not protect a coalition: gamma 21/20, local -1/20', () => {
    const given = network(
      ['19', '22', '22'],
      ['10', '10', '10'],
      ['1', '1', '1'],
      [
        [0, 1],
        [1, 2],
        [2, 0],
      ],
    )
    const local = localCertificate(given, [0, 2])
    expect(local.exclusive).toEqual([0])
    expect(text(local.gamma)).toBe('-1/20')
  })

  test('Figure 4: insecure as a whole, the green service by itself has local gamma 99', () => {
    const given = network(['1', '99', '100'], ['101', '1'], ['1', '1'], [[0, 1], [2]])
    expect(text(certificate(given).gamma)).toBe('-1/101')
    expect(profitOf(exactSecurity(given).best!).num > 0n).toBe(true)
    expect(text(localCertificate(given, [1]).gamma)).toBe('99')
  })

  test('the variant with other edges than Theorem 3 is another network: gamma 108901/1099', () => {
    const sigma = ['1/1000', '999/100000', '98901/100000']
    const given = network(sigma, ['1099/110000'], ['1'], [[0, 1, 2]])
    expect(text(certificate(given).gamma)).toBe('108901/1099')
  })

  test('the shape of Theorem 8 at twice the size, profits doubled: gamma 0', () => {
    const all = Array.from({ length: 12 }, (_, v) => v)
    const halves = [all, all.slice(0, 6), all.slice(6)]
    // Each validator risks 1; 12 of them stand behind one service and 6 behind each of two, worth 4 together per 6.
    const given = network(
      all.map(() => '1'),
      ['4', '4', '4'],
      ['1', '1', '1'],
      halves,
    )
    expect(text(certificate(given).gamma)).toBe('0')
  })
})

describe('published: vrdct tests/restaking-robustness.test.mjs', () => {
  const one = (stake: string, alpha: string, pi = '100') =>
    text(certificate(network([stake], [pi], [alpha], [[0]])).gamma)

  test.each([
    ['300', '1/2', '1/2'],
    ['205', '1/2', '1/40'],
    ['200', '1/2', '0'],
    ['300', '1/3', '0'],
    ['330', '1/3', '1/10'],
  ])('one service worth 100, stake %s, threshold %s: gamma %s', (stake, alpha, gamma) => {
    expect(one(stake, alpha)).toBe(gamma)
  })

  test('stake beyond doubles stays exact', () => {
    const stake = 18014398509481987n
    const given = network([`${stake}`], ['1'], ['1'], [[0]])
    const { gamma } = certificate(given)
    expect((gamma!.num * 10_000n) / gamma!.den).toBe(180143985094819860000n)
  })

  test('a row without stake does not count, a service without stake is a free attack', () => {
    const given = network(['300', '0'], ['100', '50'], ['1/2', '1/2'], [[0, 1], [1]])
    expect(text(certificate(given).gamma)).toBe('1/2')
    expect(certificate(given).freeAttacks).toEqual([1])
    expect(profitOf(exactSecurity(given).best!)).toEqual(ratio(50n))
  })

  test('two services (100 at 1/3, 40 at 1/2): gamma 0', () => {
    const given = network(['300', '200'], ['100', '40'], ['1/3', '1/2'], [[0, 1], [1]])
    expect(text(certificate(given).gamma)).toBe('0')
  })

  test.each([
    [ratio(1n, 10n), 110n],
    [ratio(1n, 100n), 1010n],
    [ratio(1n, 10_000n), 10_000n],
  ])('bound after a loss of 10 bp', (gamma, expected) => {
    const bound = lossBound(gamma, ratio(10n, 10_000n))!
    expect((bound.num * 10_000n) / bound.den).toBe(expected)
  })
})
