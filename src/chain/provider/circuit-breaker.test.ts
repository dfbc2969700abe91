import { describe, expect, it } from 'vitest'
import { CircuitBreaker, MAX_FAILURES, OPEN_MS } from './circuit-breaker'

/** Fails one call after the other, a millisecond each, from `now` on. */
function fail(breaker: CircuitBreaker, times: number, now = 0): number {
  for (let i = 0; i < times; i++) breaker.failed(breaker.begin(now + i), now + i)
  return now + times - 1
}

describe('the circuit breaker of a provider', () => {
  it('opens after five failures in a row, for ten seconds', () => {
    expect([MAX_FAILURES, OPEN_MS]).toEqual([5, 10_000])
    const breaker = new CircuitBreaker()
    fail(breaker, 4)
    expect(breaker.freeAt).toBeLessThan(0)
    const last = fail(breaker, 1, 4)
    expect(breaker.freeAt).toBe(last + 10_000)
  })

  it('resets the count after a success', () => {
    const breaker = new CircuitBreaker()
    fail(breaker, 4)
    breaker.succeeded(breaker.begin(10))
    fail(breaker, 4, 20)
    expect(breaker.freeAt).toBeLessThan(0)
  })

  it('counts calls in flight together as one failure', () => {
    const breaker = new CircuitBreaker()
    const tickets = Array.from({ length: 20 }, () => breaker.begin(0))
    for (const ticket of tickets) breaker.failed(ticket, 100)
    expect(breaker.freeAt).toBeLessThan(0)
    fail(breaker, 4, 101)
    expect(breaker.freeAt).toBeGreaterThan(0)
  })

  it('admits one probe at a time, and closes when it succeeds', () => {
    const breaker = new CircuitBreaker()
    const freeAt = fail(breaker, 5) + OPEN_MS
    const probe = breaker.begin(freeAt)
    expect(breaker.freeAt).toBe(Number.POSITIVE_INFINITY)
    breaker.succeeded(probe)
    expect(breaker.freeAt).toBeLessThan(0)
    fail(breaker, 4, freeAt + 1)
    expect(breaker.freeAt).toBeLessThan(0)
  })

  it('opens again when the probe fails', () => {
    const breaker = new CircuitBreaker()
    const freeAt = fail(breaker, 5) + OPEN_MS
    breaker.failed(breaker.begin(freeAt), freeAt + 500)
    expect(breaker.freeAt).toBe(freeAt + 500 + OPEN_MS)
  })

  it('does not wait for an abandoned probe', () => {
    const breaker = new CircuitBreaker()
    const freeAt = fail(breaker, 5) + OPEN_MS
    breaker.abandoned(breaker.begin(freeAt))
    expect(breaker.freeAt).toBe(freeAt)
  })

  it('stays open as long as the provider asks, whatever calls return meanwhile', () => {
    const breaker = new CircuitBreaker()
    const [early, refused] = [breaker.begin(0), breaker.begin(1)]
    breaker.pausedUntil(refused, 60_000)
    breaker.succeeded(early)
    expect(breaker.freeAt).toBe(60_000)
    breaker.pausedUntil(breaker.begin(60_000), 90_000)
    expect(breaker.freeAt).toBe(90_000)
  })

  it('is not kept open longer by calls that were sent before it opened', () => {
    const breaker = new CircuitBreaker()
    const early = breaker.begin(0)
    const last = fail(breaker, 5, 1)
    breaker.failed(early, 5_000)
    expect(breaker.freeAt).toBe(last + OPEN_MS)
  })
})
