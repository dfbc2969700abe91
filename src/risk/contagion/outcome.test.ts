import { describe, expect, test } from 'vitest'
import { toyNetwork } from '../../../test/support/risk/toy-graph'
import { whole } from '../../../test/support/risk/values'
import { nativeValuation } from '../graph/valuation'
import { type Ratio, ratio } from '../math/ratio'
import { WAD } from '../math/wad'
import { Valuation } from '../value/valuation'
import { cascade, type Rules } from './cascade'
import { describeEvent } from './describe-event'
import { bucketChanges, capitalLoss, serviceChanges, serviceChangesByPool } from './outcome'
import type { CascadeEvent, Shock } from './shock'

const NATIVE = nativeValuation(1, 0)
const NO_RULES: Rules = { minimum: null, ejection: null }
const units = (amount: number) => BigInt(amount) * 10n ** 18n
const graph = toyNetwork()
const run = (shocks: readonly Shock[], rules = NO_RULES, valuation = NATIVE) =>
  cascade(graph, 'SLASHABLE', valuation, shocks, rules)
/** Half of what S1 can slash of O1: 10 of 50. */
const slash: Shock = { kind: 'SLASH', operator: 0, set: 0, pools: [0], wads: [WAD / 2n] }
const exit: Shock = { kind: 'EXIT', pool: 0, part: ratio(1n, 5n) }

describe('the outcome of a simulation', () => {
  test('lists the bucket that was slashed, with its stake and max magnitude', () => {
    const [before, after] = [units(50), units(40)]
    expect(bucketChanges(run([slash]).simulation)).toEqual([
      {
        operator: 0,
        pool: 0,
        before,
        after,
        queuedLoss: 0n,
        maxMagnitudeBefore: before,
        maxMagnitudeAfter: after,
      },
    ])
  })

  test('lists services whose stake changed, alike with a valuation and pool by pool', () => {
    const outcome = run([slash])
    const [change, ...others] = serviceChanges(outcome)
    expect(others).toEqual([])
    expect(change).toMatchObject({ service: 0, pool: null, failedIn: null })
    expect([whole(change!.before), whole(change!.after)]).toEqual([units(32), units(22)])
    expect(serviceChangesByPool(outcome.simulation, 'SLASHABLE')).toEqual([{ ...change, pool: 0 }])
  })

  test('lists a service that failed, though its stake did not change', () => {
    const minimum = [null, null, ratio(units(6))]
    const changes = serviceChanges(run([], { minimum, ejection: null }))
    expect(changes.map(({ service, failedIn }) => [service, failedIn])).toEqual([[2, 1]])
  })

  test('counts slashed stake as lost, by pool and by value', () => {
    const priced = new Valuation([3n], 2n)
    const { byPool, value } = capitalLoss(run([slash], NO_RULES, priced))
    expect(byPool).toEqual([{ pool: 0, amount: units(10), queued: 0n }])
    expect(whole(value)).toBe(units(15))
  })

  test('does not count withdrawn stake as lost', () => {
    const outcome = run([exit])
    expect(bucketChanges(outcome.simulation)).toHaveLength(4)
    expect(capitalLoss(outcome).byPool).toEqual([])
    expect(capitalLoss(outcome).value.isZero).toBe(true)
  })

  test('without shocks is the state before', () => {
    const outcome = run([])
    expect(bucketChanges(outcome.simulation)).toEqual([])
    expect(serviceChanges(outcome)).toEqual([])
    expect(serviceChangesByPool(outcome.simulation, 'SLASHABLE')).toEqual([])
  })
})

test('a minimum share is that part of the stake of each service', () => {
  // S1 keeps 22 of 32.
  const failed = (minimumShare: Ratio) =>
    run([slash], { minimum: null, minimumShare, ejection: null }).failedIn
  expect(failed(ratio(22n, 32n))).toEqual([null, null, null])
  expect(failed(ratio(23n, 32n))).toEqual([1, null, null])
})

describe('a sentence about an event', () => {
  const change = { before: ratio(50n), after: ratio(81n, 2n) }
  const event = (parts: Partial<CascadeEvent> & Pick<CascadeEvent, 'kind'>): CascadeEvent => ({
    operator: null,
    service: null,
    set: null,
    pool: null,
    ...change,
    ...parts,
  })

  test.each([
    [
      event({ kind: 'SLASH', operator: 0, set: 0, pool: 0 }),
      'S1/0 slashes O1 in P: shares from 50 to 40.5',
    ],
    [
      event({ kind: 'NOTHING_TO_SLASH', operator: 3, set: 2, pool: 0 }),
      'S3/0 can slash nothing of O4 in P',
    ],
    [event({ kind: 'LOSS', operator: 1, pool: 0 }), 'O2 loses stake in P: shares from 50 to 40.5'],
    [event({ kind: 'DRAIN', pool: 0 }), 'P is drained: shares of all operators from 50 to 40.5'],
    [
      event({ kind: 'EXIT', operator: 0, pool: 0 }),
      'stakers leave P: shares of O1 from 50 to 40.5',
    ],
    [event({ kind: 'DEPEG', pool: 0 }), 'shares of P lose value: factor from 50 to 40.5'],
    [
      event({ kind: 'SERVICE_FAILED', service: 1 }),
      'S2 fails: its stake fell from 50 to 40.5, below its minimum',
    ],
    [
      event({ kind: 'OPERATOR_EJECTED', operator: 2 }),
      'O3 leaves all its sets: its stake fell from 50 to 40.5',
    ],
  ])('%#: $kind', (happened, sentence) => {
    expect(describeEvent(graph, happened)).toBe(sentence)
  })
})
