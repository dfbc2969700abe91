import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServedRecording, serveRecording } from '../support/api/recorded-api'
import { BOTH } from '../support/recordings'
import { slowTail } from '../support/risk/losses/slow-losses'
import { type SlowLine, type SlowVault, slowVaults } from '../support/vaults/slow-vaults'

/* Risk fields of vaults, computed a second time by plain loops over what the contracts answered. */

let api: ServedRecording
const checkpoints = slowVaults(BOTH)
const step = Math.floor(checkpoints.length / 5)
const chosen = checkpoints.filter((_, index) => index % step === step - 1).slice(-5)
const seen = {
  values: 0,
  forced: 0,
  impacts: 0,
  notAdditive: 0,
  leverage: 0,
  tails: 0,
  costs: 0,
  verdicts: 0,
  attacks: 0,
}

beforeAll(async () => {
  api = await serveRecording('vaultrisk', BOTH)
}, 300_000)

afterAll(async () => {
  console.log(seen)
  await api?.close()
})

const sum = (amounts: readonly bigint[]) => amounts.reduce((all, one) => all + one, 0n)
const least = (a: bigint, b: bigint) => (a < b ? a : b)

/** Sums of what `pick` gives, by key. */
function by(
  lines: readonly SlowLine[],
  key: (line: SlowLine) => string,
  pick: (line: SlowLine) => bigint,
) {
  const found = new Map<string, bigint>()
  for (const line of lines) {
    if (pick(line) > 0n) found.set(key(line), (found.get(key(line)) ?? 0n) + pick(line))
  }
  return found
}

/** Registered stake of each operator for each network: of several subnetworks the most. */
function registered(lines: readonly SlowLine[]) {
  const most = new Map<string, bigint>()
  for (const { network, operator, stake } of lines) {
    const key = `${network} ${operator}`
    if (stake > (most.get(key) ?? 0n)) most.set(key, stake)
  }
  return most
}

/** A quotient, compared to 12 digits. */
function expectQuotient(text: string | null, num: bigint, den: bigint) {
  seen.values++
  if (den === 0n) return expect(text).toBeNull()
  const digits = 10n ** 18n
  expect(Number(text)).toBeCloseTo(Number((num * digits) / den) / 1e18, 11)
}

function expectAmount(text: string | null, amount: bigint) {
  seen.values++
  expect(text).toBe(`${amount}`)
}

describe.each(chosen.map(({ block, vaults }) => [block, vaults] as const))(
  'at block %i',
  (block, vaults) => {
    test.each(vaults.filter(({ active }) => active > 0n).map((one) => [one.pool, one] as const))(
      'the risk of vault %s is what plain loops give',
      (pool, vault) => expectRisk(block, pool, vault),
    )
  },
)

async function expectRisk(block: number, pool: string, { active, total, lines }: SlowVault) {
  const networks = [...new Set(lines.map(({ network }) => network))]
  const at = `block: {number: ${block}}, scope: {pool: "${pool}"}`
  const shocked = networks.length > 0 ? `shocked: [{avs: "${networks[0]}"}]` : 'shocked: []'
  const profit = active / 3n
  const profits = networks.map((avs) => `{avs: "${avs}", value: "${profit}"}`)
  const answer = await api.ask(`{
    robustness(basis: SLASHABLE, assumptions: {threshold: "1/2", profit: [${profits}]}, ${at}) { verdict attack { gain cost }
      perAvs { avs { address } costOfCorruption { lower upper isExact } } }
    alone: leverage(${at}, includeQueued: false) { stake registered slashable slashableLeverage capitalAtRisk meta { nullReason }
      avss { avs { address } registered slashable } }
    loss: lossDistribution(faults: {probability: "0.2"}, levels: ["0.5", "0.9"], includeQueued: false, ${at}) {
      maximalLoss expectedLoss anyLoss tails { valueAtRisk expectedShortfall } meta { nullReason method } }
    halves: lossDistribution(faults: {probability: "0.2", severity: "0.5"}, levels: ["0.5", "0.9"], includeQueued: false, ${at}) {
      maximalLoss expectedLoss anyLoss tails { valueAtRisk expectedShortfall } meta { nullReason method } }
    withQueue: leverage(${at}) { capitalAtRisk }
    delegated: concentration(of: OPERATORS, ${at}) { hhi meta { nullReason } }
    slashable: concentration(of: OPERATORS, basis: SLASHABLE, ${at}) { hhi universe { n total } }
    pools: concentration(of: POOLS, ${at}) { universe { total } }
    overlap(among: AVSS, measure: RUZICKA, basis: SLASHABLE, ${at}) {
      pairs(limit: 1000) { a { address } b { address } forcedShared possibleShared } }
    ${
      networks.length > 0
        ? `contagion(fraction: "0.5", basis: SLASHABLE, ${shocked}, ${at}) {
      hasChannel impacts(limit: 1000) { by { address } on { address } part } }`
        : ''
    }
  }`)
  const bySlash = by(
    lines,
    ({ network }) => network,
    ({ slashable }) => slashable,
  )
  const byOperator = by(
    lines,
    ({ operator }) => operator,
    ({ slashable }) => slashable,
  )
  const slashable = sum([...bySlash.values()])
  const promised = registered(lines)
  // Leverage.
  expectAmount(answer.alone.registered, sum([...promised.values()]))
  expectAmount(answer.alone.slashable, slashable)
  expectQuotient(answer.alone.slashableLeverage, slashable, active)
  expectAmount(answer.alone.capitalAtRisk, least(active, slashable))
  expectAmount(answer.withQueue.capitalAtRisk, least(total, slashable))
  if (slashable > active) seen.leverage++
  // Losses of several operators add up only as far as the vault can pay them.
  expectAmount(answer.loss.maximalLoss, least(active, slashable))
  const pieces = [...byOperator.values()].map(Number)
  expectLosses(answer.loss, { pieces, active: Number(active), part: 1 })
  expectLosses(answer.halves, { pieces, active: Number(active), part: 0.5 })
  for (const avs of answer.alone.avss) {
    const own = [...promised].filter(([key]) => key.startsWith(avs.avs.address))
    expectAmount(avs.registered, sum(own.map(([, amount]) => amount)))
    expectAmount(avs.slashable, bySlash.get(avs.avs.address) ?? 0n)
  }
  expectAttacks(answer.robustness, { active, lines, networks, profit })
  // Concentration.
  const holders = new Set(lines.filter(({ stake }) => stake > 0n).map(({ operator }) => operator))
  expect(answer.delegated.meta.nullReason).toBe(
    holders.size > 1 ? 'NOT_ADDITIVE' : holders.size === 1 ? null : 'ZERO_TOTAL',
  )
  if (holders.size > 1) {
    expect(answer.delegated.hhi).toBeNull()
    seen.notAdditive++
  }
  expectAmount(answer.pools.universe.total, active)
  expectAmount(answer.slashable.universe.total, slashable)
  const squares = sum([...byOperator.values()].map((one) => one * one))
  expectQuotient(answer.slashable.hhi, squares, slashable * slashable)
  // Shared stake: promises beyond the vault must overlap.
  for (const { a, b, ...pair } of answer.overlap.pairs) {
    const [x, y] = [a, b].map(({ address }) => least(bySlash.get(address) ?? 0n, active)) as [
      bigint,
      bigint,
    ]
    const forced = x + y > active ? x + y - active : 0n
    expectAmount(pair.forcedShared, forced)
    expectAmount(pair.possibleShared, least(x, y))
    if (forced > 0n) seen.forced++
  }
  // Contagion: a network slashes half of each commitment in turn, and the others are cut to what is left.
  const parts = new Map<string, string>()
  for (const { by: from, on, part } of answer.contagion?.impacts ?? []) {
    parts.set(`${from.address} ${on.address}`, part)
  }
  // All amounts are in halves of halves of base units.
  const scale = 2n ** BigInt(lines.length)
  for (const from of networks) {
    let left = active * scale
    for (const line of lines) {
      if (line.network === from) left -= least(line.slashable * scale, left) / 2n
    }
    for (const to of networks) {
      if (to === from) continue
      const own = lines.filter(({ network }) => network === to)
      const drop = sum(
        own.map((one) => (one.slashable * scale > left ? one.slashable * scale - left : 0n)),
      )
      const part = parts.get(`${from} ${to}`)
      if (drop === 0n) {
        expect(part).toBeUndefined()
        continue
      }
      expectQuotient(part!, drop, (bySlash.get(to) ?? 0n) * scale)
      seen.impacts++
    }
  }
  // Where nothing can be slashed there is nothing to say.
  if (answer.contagion) {
    expect(answer.contagion.hasChannel).toBe(slashable === 0n ? null : parts.size > 0)
  }
}

interface Losses {
  expectedLoss: string | null
  anyLoss: string | null
  tails: { valueAtRisk: string | null; expectedShortfall: string | null }[]
  meta: { nullReason: string | null; method: string }
}

/** Losses with a fault of each operator, of a probability of a fifth, which takes a part: all combinations. */
function expectLosses(
  { expectedLoss, anyLoss, tails, meta }: Losses,
  { pieces, active, part }: { pieces: readonly number[]; active: number; part: number },
) {
  expect(meta.nullReason).toBeNull()
  if (pieces.length === 0) {
    expect([expectedLoss, anyLoss]).toEqual(['0', '0'])
    return
  }
  expect(meta.method).toBe('EXACT')
  const cases = Array.from({ length: 2 ** pieces.length }, (_, state) => {
    let [probability, loss] = [1, 0]
    pieces.forEach((piece, bit) => {
      const isHit = (state >> bit) % 2 === 1
      probability *= isHit ? 0.2 : 0.8
      if (isHit) loss += piece * part
    })
    return { probability, loss: Math.min(active, loss) }
  })
  cases.sort((a, b) => a.loss - b.loss)
  const mean = cases.reduce((all, { probability, loss }) => all + probability * loss, 0)
  expect(Number(expectedLoss) / mean).toBeCloseTo(1, 11)
  expect(Number(anyLoss)).toBeCloseTo(1 - 0.8 ** pieces.length, 12)
  for (const [at, level] of [0.5, 0.9].entries()) {
    const slow = slowTail(cases, level)
    const { valueAtRisk, expectedShortfall } = tails[at]!
    expect(Math.abs(Number(valueAtRisk) - slow.valueAtRisk)).toBeLessThanOrEqual(active * 1e-11)
    expect(Number(expectedShortfall) / slow.expectedShortfall).toBeCloseTo(1, 11)
    seen.tails++
  }
}

interface Robustness {
  verdict: string | null
  attack: { gain: string; cost: string } | null
  perAvs: {
    avs: { address: string }
    costOfCorruption: { lower: string; upper: string; isExact: boolean } | null
  }[]
}

/** Attacks on networks of one vault, each worth the same, with half of the stake: over all coalitions. */
function expectAttacks(
  { verdict, attack, perAvs }: Robustness,
  of: {
    active: bigint
    lines: readonly SlowLine[]
    networks: readonly string[]
    profit: bigint
  },
) {
  const needed = of.networks.flatMap((network) => {
    const own = by(
      of.lines.filter((line) => line.network === network),
      ({ operator }) => operator,
      ({ slashable }) => slashable,
    )
    const all = sum([...own.values()])
    if (all === 0n) return []
    let sums = [0n]
    for (const one of own.values()) sums = [...sums, ...sums.map((had) => had + one)]
    const part = sums.filter((one) => 2n * one >= all).reduce(least)
    // What is slashed beyond the vault is not lost.
    const cost = least(part, of.active)
    const found = perAvs.find(({ avs }) => avs.address === network)
    expect(found?.costOfCorruption).toEqual({ lower: `${cost}`, upper: `${cost}`, isExact: true })
    seen.costs++
    return [part]
  })
  if (needed.length === 0 || needed.length < of.networks.length) return
  // All networks are worth the same: those that need the least come first.
  needed.sort((a, b) => (a < b ? -1 : 1))
  const pays = needed.some((_, last) => {
    const cost = least(sum(needed.slice(0, last + 1)), of.active)
    return BigInt(last + 1) * of.profit > cost
  })
  const commitments = new Set(of.lines.map(({ network, operator }) => `${network} ${operator}`))
  // Of more than 20 not all coalitions are tried.
  if (commitments.size <= 20 || verdict !== 'UNDECIDED') {
    expect(verdict).toBe(pays ? 'ATTACK' : 'CERTIFIED')
    seen.verdicts++
  }
  if (attack) {
    expect(BigInt(attack.gain)).toBeGreaterThan(BigInt(attack.cost))
    seen.attacks++
  }
}

test('forced shared stake and contagion are not 0, leverage is above 1, and nothing was skipped', () => {
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0)
  expect(chosen).toHaveLength(5)
})
