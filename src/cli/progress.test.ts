import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createProgress, type ProgressOptions } from './progress'

function start(options: Partial<ProgressOptions> = {}) {
  const output = new PassThrough()
  const clock = { ms: 0 }
  const progress = createProgress({
    from: 1,
    isTTY: false,
    output,
    now: () => clock.ms,
    ...options,
  })
  return { progress, clock, text: () => String(output.read() ?? '') }
}

describe('progress without a terminal', () => {
  it('writes a line with block, percentage, rate and time left', () => {
    const { progress, clock, text } = start()
    clock.ms = 500
    progress.update({ block: 50, head: 200, events: 100 })
    expect(text()).toBe('indexing: block 50 of 200 (25%), 200 events/s, 2 s left\n')
  })

  it.each([
    [40_000, '2 min 0 s'],
    [7_200_000, '6 h 0 min'],
  ])('has the time left at the rate so far: after %i ms of a quarter', (ms, left) => {
    const { progress, clock, text } = start()
    clock.ms = ms
    progress.update({ block: 50, head: 200, events: 0 })
    expect(text()).toContain(`, ${left} left\n`)
  })

  it('writes one line in two seconds, and one at the end', () => {
    const { progress, clock, text } = start({ to: 100 })
    for (clock.ms = 0; clock.ms < 4_000; clock.ms += 100) {
      progress.update({ block: clock.ms / 100 + 1, head: 1000, events: 1 })
    }
    progress.stop('done')
    const lines = text().trim().split('\n')
    expect(lines).toHaveLength(3)
    expect(lines.at(-1)).toBe('done')
    expect(lines[0]).toContain('of 100 ')
  })

  it('is at 100% if a start has no block to index', () => {
    const { progress, text } = start({ from: 201 })
    progress.update({ block: 200, head: 200, events: 0 })
    expect(text()).toContain('block 200 of 200 (100%)')
  })

  it('writes nothing at the end without a summary', () => {
    const { progress, text } = start()
    progress.stop()
    expect(text()).toBe('')
  })
})
