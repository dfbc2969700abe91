import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { theil } from '../../src/risk/concentration/entropy'
import { gini } from '../../src/risk/concentration/gini'
import { hhiPoints } from '../../src/risk/concentration/herfindahl'
import { type NakamotoRule, nakamoto } from '../../src/risk/concentration/nakamoto'
import { population } from '../../src/risk/concentration/population'
import { compare, type Ratio, ratio } from '../../src/risk/math/ratio'
import { certificate, lossBound } from '../../src/risk/robustness/certificate'
import { exactSlack } from '../../src/risk/robustness/exact-slack'
import { restakingNetwork } from '../../src/risk/robustness/network'
import { roundedCertificate } from '../../src/risk/robustness/rounded-certificate'
import { verdict } from '../../src/risk/robustness/verdict'
import { bruteLoss, fraction } from '../support/risk/restaking-brute-force'

/** A vector of test/vectors/golden.json: what its kind says of its input. */
interface Vector {
  id: string
  /** Where the expected value is from. */
  provenance: string
  kind: string
  input: unknown
  expected: unknown
}

interface Network {
  sigma: string[]
  pi: string[]
  alpha: string[]
  /** Validators of each service. */
  services: number[][]
}

interface Robustness {
  gammaStar: string
  gammaExact: string
  secure: boolean
  freeAttacks: number[]
  R_psi?: Record<string, string>
}

const VECTORS: Vector[] = JSON.parse(readFileSync('test/vectors/golden.json', 'utf8'))

/** Members that hold nothing are members: the published inputs count them. */
const of = (amounts: number[]) =>
  population(
    amounts.map((amount, index) => ({ id: `o${index}`, amount: BigInt(amount) })),
    { includeZeros: true },
  )

/** Within half a unit of the last digit that is given, exactly. */
function equalToDigits(value: Ratio, places: number, expected: string) {
  const [whole, decimals = ''] = expected.split('.') as [string, string?]
  const unit = 10n ** BigInt(places)
  const expectedUnits = BigInt(whole + decimals.padEnd(places, '0'))
  const off = value.num * unit - expectedUnits * value.den
  expect(2n * (off < 0n ? -off : off) <= value.den, `${value.num}/${value.den}`).toBe(true)
}

function nakamotoCount(amounts: number[], threshold: Ratio, rule: NakamotoRule) {
  const answer = nakamoto(of(amounts), threshold, rule)
  return answer.nullReason === null ? answer.count : answer.nullReason
}

function checkNetwork({ sigma, pi, alpha, services }: Network, expected: Robustness) {
  const network = restakingNetwork(
    sigma.map(fraction),
    services.map((validators, service) => ({
      profit: fraction(pi[service]!),
      threshold: fraction(alpha[service]!),
      validators,
    })),
  )
  const { gamma, freeAttacks } = certificate(network)
  expect([gamma, freeAttacks]).toEqual([fraction(expected.gammaStar), expected.freeAttacks])
  expect(exactSlack(network)).toMatchObject({ gamma: fraction(expected.gammaExact) })
  expect(compare(gamma!, roundedCertificate(network).gamma!) <= 0n).toBe(true)
  expect(verdict(network).status).toBe(expected.secure ? 'CERTIFIED' : 'ATTACK')
  for (const [shock, loss] of Object.entries(expected.R_psi ?? {})) {
    const found = bruteLoss(network, fraction(shock))
    expect(found).toEqual(fraction(loss))
    // Theorem 1: a slack above 0 bounds the loss.
    const bound = lossBound(gamma!, fraction(shock))
    expect(bound === null).toBe(gamma!.num <= 0n)
    if (bound) expect(compare(found, bound) < 0n).toBe(true)
  }
}

const HALF = ratio(1n, 2n)
const THIRD = ratio(1n, 3n)
const counted = (threshold: Ratio, rule: NakamotoRule) => (input: unknown, expected: unknown) =>
  expect(nakamotoCount(input as number[], threshold, rule)).toBe(expected)

const CHECKS: Record<string, (input: unknown, expected: unknown) => void> = {
  hhi_points(input, expected) {
    const value = hhiPoints(of(input as number[]))
    expect(value).toEqual(expected === null ? null : fraction(expected as string))
  },
  gini_5dp: (input, expected) => equalToDigits(gini(of(input as number[]))!, 5, expected as string),
  theil_3dp(input, expected) {
    const off = theil(of(input as number[]))! - Number(expected)
    expect(Math.abs(off)).toBeLessThanOrEqual(0.0005)
  },
  nakamoto_gt_half: counted(HALF, 'GT'),
  nakamoto_gte_half: counted(HALF, 'GTE'),
  nakamoto_gt_third: counted(THIRD, 'GT'),
  nakamoto_gte_third: counted(THIRD, 'GTE'),
  rrn: (input, expected) => checkNetwork(input as Network, expected as Robustness),
}

describe('golden vectors', () => {
  test('are 29 with different ids, and each is of a kind that is checked', () => {
    expect(VECTORS).toHaveLength(29)
    expect(new Set(VECTORS.map(({ id }) => id)).size).toBe(29)
    const kinds = [...new Set(VECTORS.map(({ kind }) => kind))].sort()
    expect(kinds).toEqual(Object.keys(CHECKS).sort())
  })

  test.each(VECTORS)('$id ($provenance): $kind', ({ kind, input, expected }) => {
    const check = CHECKS[kind]
    if (!check) throw new Error(`No check for vectors of the kind ${kind}`)
    check(input, expected)
  })
})
