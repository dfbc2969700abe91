import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { apiError } from '../../reads/errors'
import type { LinearSolution } from '../../risk/optimization/linear-model'
import { inSlices, observedSolver, type Progress } from './work'

describe('work in slices', () => {
  function* endless(): Generator<Progress, never> {
    for (let done = 0; ; done++) yield { done, total: Number.MAX_SAFE_INTEGER }
  }

  test('leaves time for other work, reports progress that never falls, and can be cancelled', async () => {
    const cancel = new AbortController()
    const reported: number[] = []
    const running = inSlices(endless(), {
      signal: cancel.signal,
      report: ({ done }) => reported.push(done),
    })
    // This loop only runs between slices.
    while (reported.length < 3) await setImmediate()
    const reason = apiError('JOB_TIME_LIMIT', 'enough')
    cancel.abort(reason)
    await expect(running).rejects.toBe(reason)
    expect([...reported].sort((a, b) => a - b)).toEqual(reported)
  })

  test('reports its last step, and returns what the generator returns', async () => {
    const reported: Progress[] = []
    const result = await inSlices(
      (function* () {
        yield { done: 1, total: 2 }
        yield { done: 2, total: 2 }
        return 'end'
      })(),
      { report: (progress) => reported.push(progress) },
    )
    expect(result).toBe('end')
    expect(reported).toEqual([{ done: 2, total: 2 }])
  })
})

describe('an observed solver', () => {
  const solution: LinearSolution = { status: 'LIMITED', objective: null, bound: null, values: null }
  const model = { variables: [], constraints: [] }

  test('passes on limit and signal, and reports whole seconds before and after each search', async () => {
    const { signal } = new AbortController()
    const reported: Progress[] = []
    const limits: unknown[] = []
    const solve = observedSolver(
      {
        solve: async (_, options) => {
          limits.push(options)
          return solution
        },
      },
      4,
      { signal, report: (progress) => reported.push(progress) },
    )
    expect(await solve(model, 1)).toBe(solution)
    expect(await solve(model, 2)).toBe(solution)
    expect(limits).toEqual([
      { timeLimit: 1, signal },
      { timeLimit: 2, signal },
    ])
    expect(reported).toEqual(Array.from({ length: 4 }, () => ({ done: 0, total: 4 })))
  })
})
