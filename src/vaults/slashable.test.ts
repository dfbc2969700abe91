import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cumulativeSlash, latestSlashedCapture, slashableStake } from './slashable'

const slash = (time: bigint, captureTimestamp: bigint, accounted: bigint) => {
  return { time, captureTimestamp, accounted }
}

describe('BaseSlasher.slashableStake', () => {
  const DURATION = 100n
  const at = (capture: bigint, now = 1_000n) => ({ capture, now })

  test('without slashings it is the stake at that time', () => {
    expect(slashableStake(at(900n), 50n, [], DURATION)).toBe(50n)
    expect(slashableStake(at(999n), 50n, [], DURATION)).toBe(50n)
  })

  test.each([
    ['older than an epoch', 899n],
    ['now', 1_000n],
    ['in the future', 1_001n],
  ])('stake of a time %s can not be slashed', (_, capture) => {
    expect(slashableStake(at(capture), 50n, [], DURATION)).toBe(0n)
  })

  test('stake of a time before the latest that was slashed can not be slashed', () => {
    const slashes = [slash(960n, 950n, 5n)]
    expect(slashableStake(at(949n), 50n, slashes, DURATION)).toBe(0n)
    expect(slashableStake(at(950n), 50n, slashes, DURATION)).toBe(45n)
  })

  test('slashings after that time are subtracted, those in its second are not', () => {
    const slashes = [slash(950n, 910n, 7n), slash(951n, 920n, 20n)]
    expect(slashableStake(at(950n), 50n, slashes, DURATION)).toBe(30n)
    expect(slashableStake(at(951n), 50n, slashes, DURATION)).toBe(50n)
  })

  test('it is never negative', () => {
    expect(slashableStake(at(950n), 10n, [slash(960n, 940n, 99n)], DURATION)).toBe(0n)
  })

  test('of a second ago it is known without the duration of an epoch, else not', () => {
    expect(slashableStake(at(999n), 50n, [], null)).toBe(50n)
    expect(slashableStake(at(998n), 50n, [], null)).toBeNull()
    expect(slashableStake(at(998n), 0n, [], null)).toBe(0n)
  })

  test('of unknown stake it is unknown', () => {
    expect(slashableStake(at(950n), null, [], DURATION)).toBeNull()
  })
})

test('the latest slashed time is the maximum, not the last', () => {
  expect(latestSlashedCapture([])).toBe(0n)
  expect(latestSlashedCapture([slash(10n, 9n, 1n), slash(12n, 7n, 1n)])).toBe(9n)
})

const slashes = fc.array(
  fc.record({
    time: fc.bigInt({ min: 0n, max: 50n }),
    captureTimestamp: fc.bigInt({ min: 0n, max: 50n }),
    accounted: fc.bigInt({ min: 0n, max: 1_000n }),
  }),
)

test('the sum up to a time and the slashings after it are the whole', () => {
  fc.assert(
    fc.property(slashes, fc.bigInt({ min: 0n, max: 50n }), (all, time) => {
      const after = all.filter((one) => one.time > time)
      expect(cumulativeSlash(all, time) + cumulativeSlash(after)).toBe(cumulativeSlash(all))
    }),
  )
})

test('it equals the contract step by step: a checkpoint for each slashing, looked up from the newest', () => {
  fc.assert(
    fc.property(
      slashes,
      fc.bigInt({ min: 0n, max: 60n }),
      fc.bigInt({ min: 0n, max: 60n }),
      fc.bigInt({ min: 0n, max: 2_000n }),
      fc.bigInt({ min: 1n, max: 60n }),
      (all, capture, now, stake, duration) => {
        const sorted = [...all].sort((a, b) => Number(a.time - b.time))
        expect(slashableStake({ capture, now }, stake, sorted, duration)).toBe(
          byCheckpoints({ capture, now }, stake, sorted, duration),
        )
      },
    ),
  )
})

/** Written after BaseSlasher.sol: a trace of sums by time, in which a later write of the same time replaces the earlier one. */
function byCheckpoints(
  { capture, now }: { capture: bigint; now: bigint },
  stake: bigint,
  sorted: readonly ReturnType<typeof slash>[],
  duration: bigint,
): bigint {
  const trace: [time: bigint, sum: bigint][] = []
  let latest = 0n
  for (const { time, captureTimestamp, accounted } of sorted) {
    const sum = (trace.at(-1)?.[1] ?? 0n) + accounted
    if (trace.at(-1)?.[0] === time) trace.pop()
    trace.push([time, sum])
    if (latest < captureTimestamp) latest = captureTimestamp
  }
  if (capture < now - duration || capture >= now || capture < latest) return 0n
  const until = trace.filter(([time]) => time <= capture).at(-1)?.[1] ?? 0n
  const since = (trace.at(-1)?.[1] ?? 0n) - until
  return stake - (since < stake ? since : stake)
}
