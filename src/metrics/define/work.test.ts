import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { apiError } from '../../reads/errors'
import { inSlices, type Progress } from './work'

describe('work in slices', () => {
  function* forEver(): Generator<Progress, never> {
    for (let done = 0; ; done++) yield { done, total: Number.MAX_SAFE_INTEGER }
  }

  test('yields to other tasks, reports its progress, and can be aborted', async () => {
    const stop = new AbortController()
    const reports: number[] = []
    const running = inSlices(forEver(), {
      signal: stop.signal,
      report: ({ done }) => reports.push(done),
    })
    // Never reached if the work did not yield.
    while (reports.length < 3) await setImmediate()
    const reason = apiError('JOB_TIME_LIMIT', 'enough')
    stop.abort(reason)
    await expect(running).rejects.toBe(reason)
    expect([...reports].sort((a, b) => a - b)).toEqual(reports)
  })

  test('reports its last step, and returns the result of the generator', async () => {
    const reports: Progress[] = []
    const result = await inSlices(
      (function* () {
        yield { done: 1, total: 2 }
        yield { done: 2, total: 2 }
        return 'end'
      })(),
      { report: (progress) => reports.push(progress) },
    )
    expect(result).toBe('end')
    expect(reports).toEqual([{ done: 2, total: 2 }])
  })
})
