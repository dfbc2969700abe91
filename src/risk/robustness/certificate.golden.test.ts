import { describe, expect, test } from 'vitest'
import { localCertificate } from '../../../test/support/risk/local-certificate'
import { bruteLoss, fraction } from '../../../test/support/risk/restaking-brute-force'
import { rounded } from '../../../test/support/risk/rounded'
import { toDecimal } from '../math/decimal'
import { type Ratio, ratio } from '../math/ratio'
import { certificate, lossBound, profitShares } from './certificate'
import { exactSlack } from './exact-slack'
import { headroom } from './headroom'
import { type RestakingNetwork, restakingNetwork } from './network'
import { Pressure } from './pressure'
import { roundedCertificate } from './rounded-certificate'
import { verdict } from './verdict'

interface Vector {
  readonly sigma: string[]
  readonly pi: string[]
  readonly alpha: string[]
  readonly services: number[][]
}

function network({ sigma, pi, alpha, services }: Vector): RestakingNetwork {
  return restakingNetwork(
    sigma.map(fraction),
    services.map((validators, service) => ({
      profit: fraction(pi[service]!),
      threshold: fraction(alpha[service]!),
      validators,
    })),
  )
}

/** Services that all have one threshold. */
function simple(sigma: string[], pi: string[], alpha: string, services: number[][]) {
  return network({ sigma, pi, alpha: services.map(() => alpha), services })
}

function text(value: Ratio | null): string | null {
  if (value === null) return null
  return value.den === 1n ? `${value.num}` : `${value.num}/${value.den}`
}

const gammaOf = (of: RestakingNetwork) => text(certificate(of).gamma)

function exactOf(of: RestakingNetwork): string | null {
  const exact = exactSlack(of)
  return exact.nullReason === null ? text(exact.gamma) : exact.nullReason
}

describe('theorems of Durvasula and Roughgarden', () => {
  test('abstract: slack 10 % and a shock of 0.1 % bound the loss by 1.1 %', () => {
    expect(lossBound(ratio(1n, 10n), ratio(1n, 1000n))).toEqual(ratio(11n, 1000n))
  })

  test('Theorem 2: without slack a shock of 1/200 has no further loss, one of 1/100 loses everything', () => {
    const of = simple(['1/100', '99/100'], ['1'], '1', [[0, 1]])
    expect(text(bruteLoss(of, ratio(1n, 200n)))).toBe('1/200')
    expect(lossBound(certificate(of).gamma!, ratio(1n, 200n))).toBeNull()
  })

  test('Theorem 3 with the edges of a public retelling is another network: 108901/1099', () => {
    const of = simple(['1/1000', '999/100000', '98901/100000'], ['1099/110000'], '1', [[0, 1, 2]])
    expect(gammaOf(of)).toBe('108901/1099')
    expect(text(bruteLoss(of, ratio(1n, 1000n)))).toBe('1/1000')
  })

  test('Theorem 6: a global slack of 21/20 does not protect two of three services', () => {
    const of = simple(['19', '22', '22'], ['10', '10', '10'], '1', [
      [0, 1],
      [1, 2],
      [2, 0],
    ])
    const local = localCertificate(of, [0, 2])
    expect([text(local.gamma), local.exclusive]).toEqual(['-1/20', [0]])
    expect(text(bruteLoss(of, ratio(0n), { group: [0] }))).toBe('1')
    expect(text(localCertificate(of, [0, 1, 2]).gamma)).toBe('21/20')
  })

  test('Figure 4: green has a local slack of 99, and only unstable attacks take it', () => {
    const of = simple(['1', '99', '100'], ['101', '1'], '1', [[0, 1], [2]])
    const local = localCertificate(of, [1])
    expect([text(local.gamma), local.exclusive, text(local.exclusiveStake)]).toEqual([
      '99',
      [2],
      '100',
    ])
    expect(text(bruteLoss(of, ratio(0n)))).toBe('1/2')
    const group = local.exclusive as number[]
    expect(text(bruteLoss(of, ratio(0n), { group }))).toBe('1')
    expect(text(bruteLoss(of, ratio(0n), { group, stableOnly: true }))).toBe('0')
    expect(verdict(of)).toMatchObject({
      status: 'ATTACK',
      witness: { services: [0], validators: [0, 1] },
      profit: ratio(1n),
    })
  })

  test('Theorem 8 with twelve validators: still gamma* 0', () => {
    const all = [...Array(12).keys()]
    const of = simple(
      all.map(() => '1'),
      ['4', '4', '4'],
      '1',
      [all, all.slice(0, 6), all.slice(6)],
    )
    expect(gammaOf(of)).toBe('0')
    // A slack of 0 is a proof: no attack wins more than it costs (Claim 1).
    expect(verdict(of)).toEqual({ status: 'CERTIFIED', gamma: ratio(0n), by: 'CERTIFICATE' })
  })

  test('one more validator behind a service can raise gamma*, by hand: a stake of 1 for a profit of 1, then 2', () => {
    expect(gammaOf(simple(['1', '1'], ['1'], '1', [[0]]))).toBe('0')
    expect(gammaOf(simple(['1', '1'], ['1'], '1', [[0, 1]]))).toBe('1')
  })
})

describe('toy network of the metrics reference, by enumeration', () => {
  const toy = (alpha: string) =>
    simple(['50', '30', '15', '5'], ['10', '8', '5'], alpha, [
      [0, 1, 2],
      [0, 1],
      [0, 3],
    ])

  test.each([
    ['1/3', '233/1857', '27/23'],
    ['1/2', '426/619', '27/23'],
    ['2/3', '2323/1857', '57/23'],
  ])('at alpha %s gamma* is %s and the exact slack %s', (alpha, gamma, exact) => {
    expect([gammaOf(toy(alpha)), exactOf(toy(alpha))]).toEqual([gamma, exact])
  })

  test('T of the validators is .888517, .615789, .315789, .272727', () => {
    const of = toy('1/3')
    const pressure = new Pressure(profitShares(of), of.servicesOf)
    expect([0, 1, 2, 3].map((validator) => rounded(pressure.of(validator), 6))).toEqual([
      '0.888517',
      '0.615789',
      '0.315789',
      '0.272727',
    ])
  })

  test('validators with equal T are all binding, by the definition', () => {
    const of = simple(['10', '10', '30'], ['4', '4', '1'], '1', [[0], [1], [2]])
    expect(certificate(of)).toMatchObject({ gamma: ratio(3n, 2n), binding: [0, 1] })
  })

  test('gamma* is serialised rounded down, and all profits can grow by 1 + gamma*', () => {
    const { gamma, breakEvenScale, binding } = certificate(toy('1/3'))
    expect(toDecimal(gamma!, 'DOWN').slice(0, 7)).toBe('0.12547')
    expect([text(breakEvenScale), binding]).toEqual(['2090/1857', [0]])
  })

  test('rounded: minimum coalitions 45, 30, 50 and gamma 37/53', () => {
    const { gamma, leastCoalition, bounded } = roundedCertificate(toy('1/3'))
    expect([leastCoalition.map(text), text(gamma), bounded]).toEqual([
      ['45', '30', '50'],
      '37/53',
      [],
    ])
  })

  test('headroom 893/66, 6880/627, 803/114', () => {
    expect(headroom(toy('1/3')).map(text)).toEqual(['893/66', '6880/627', '803/114'])
  })

  test('a shock of 1/20 is bounded by .4485', () => {
    const bound = lossBound(ratio(233n, 1857n), ratio(1n, 20n))!
    expect(Number(toDecimal(bound)).toFixed(4)).toBe('0.4485')
  })
})

describe('second example of ethresear.ch 15178, corrected; stakes inferred from its shares and results', () => {
  test('stakes of 1/12, 10/12 and 1/12: gamma* 13/15, exact slack 4/3', () => {
    const of = simple(['70', '700', '70'], ['300'], '2/3', [[0, 1, 2]])
    expect([gammaOf(of), exactOf(of)]).toEqual(['13/15', '4/3'])
  })

  test('with 280 left of the large one, threshold 2/3: gamma* -1/15, and 300 are won for 280', () => {
    const of = simple(['70', '280', '70'], ['300'], '2/3', [[0, 1, 2]])
    expect(gammaOf(of)).toBe('-1/15')
    expect(verdict(of)).toMatchObject({
      status: 'ATTACK',
      witness: { gain: 300n, cost: 280n },
      profit: ratio(20n),
    })
  })
})

describe('published tests of psyto/vrdct', () => {
  test.each([
    ['one service, stake 300', ['300'], ['100'], ['1/2'], [[0]], '1/2'],
    ['stake 205', ['205'], ['100'], ['1/2'], [[0]], '1/40'],
    ['stake 200', ['200'], ['100'], ['1/2'], [[0]], '0'],
    ['stake 300 at a third', ['300'], ['100'], ['1/3'], [[0]], '0'],
    ['stake 330 at a third', ['330'], ['100'], ['1/3'], [[0]], '1/10'],
    ['two validators', ['100', '60'], ['10', '5'], ['1/2', '1/2'], [[0, 1], [0]], '31/9'],
    [
      'three',
      ['100', '60', '80'],
      ['10', '7', '3'],
      ['1/2', '1/2', '1/2'],
      [
        [0, 2],
        [0, 1],
        [1, 2],
      ],
      '577/143',
    ],
    [
      'a row without stake',
      ['100', '60', '0'],
      ['10', '5'],
      ['1/2', '1/2'],
      [[0, 1, 2], [0]],
      '31/9',
    ],
    ['two thresholds', ['300', '200'], ['100', '40'], ['1/3', '1/2'], [[0, 1], [1]], '0'],
  ] as [string, string[], string[], string[], number[][], string][])(
    '%s',
    (_, sigma, pi, alpha, services, gamma) => {
      expect(gammaOf(network({ sigma, pi, alpha, services }))).toBe(gamma)
    },
  )

  test('a stake beyond the safe integers keeps every digit: 180143985094819860000 basis points', () => {
    const { gamma } = certificate(simple(['18014398509481987'], ['1'], '1', [[0]]))
    expect(gamma!.num * 10_000n).toBe(180143985094819860000n)
  })

  test('the two validators in another order: 31/9 as well', () => {
    expect(gammaOf(simple(['60', '100'], ['10', '5'], '1/2', [[1, 0], [1]]))).toBe('31/9')
  })

  test('a service without stake that can win 50 is a free attack', () => {
    const of = simple(['10', '0'], ['1', '50'], '1/2', [[0], [1]])
    expect(certificate(of)).toMatchObject({ freeAttacks: [1], gamma: ratio(4n) })
    expect(verdict(of)).toMatchObject({
      status: 'ATTACK',
      witness: { services: [1], validators: [] },
      profit: ratio(50n),
    })
  })

  test.each([
    ['1/10', '11/1000'],
    ['1/100', '101/1000'],
    ['1/10000', '1'],
  ])('at slack %s a shock of 10 basis points is bounded by %s', (gamma, bound) => {
    expect(text(lossBound(fraction(gamma), ratio(1n, 1000n)))).toBe(bound)
  })
})
