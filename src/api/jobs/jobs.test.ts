import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { Progress, Watch } from '../../metrics/define/work'
import type { apiError } from '../../reads/errors'
import { type JobLimits, Jobs } from './jobs'

const SUBJECT = {
  kind: 'LOSS_DISTRIBUTION',
  block: { chainId: 1, number: 9, hash: null, timestamp: null, finalized: true, isHead: false },
  digest: '0x01',
}
const LIMITS: JobLimits = { running: 1, waiting: 2, seconds: 60, kept: 2 }

function jobsWith(limits: Partial<JobLimits> = {}): Jobs {
  return new Jobs({ ...LIMITS, ...limits }, (error) => {
    const { extensions, message } = error as ReturnType<typeof apiError>
    return { code: extensions?.code ?? 'OTHER', message, hint: null, requestId: null }
  })
}

/** Work that ends when the test says so, or when it is aborted. */
function controlledWork() {
  let watch: Watch | undefined
  let finish = (_: unknown) => {}
  let fail = (_: unknown) => {}
  const work = (job: Watch) => {
    watch = job
    return new Promise<unknown>((resolve, reject) => {
      finish = resolve
      fail = reject
      job.signal!.addEventListener('abort', () => reject(job.signal!.reason))
    })
  }
  return {
    work,
    hasStarted: () => watch !== undefined,
    report: (progress: Progress) => watch!.report(progress),
    finish: (result: unknown) => finish(result),
    fail: (error: unknown) => fail(error),
  }
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await setImmediate()
}

describe('jobs', () => {
  test('run in the order of their start, as many at a time as the limit allows', async () => {
    const jobs = jobsWith()
    const [a, b] = [controlledWork(), controlledWork()]
    const first = jobs.start('a', SUBJECT, a.work)
    const second = jobs.start('b', SUBJECT, b.work)
    await turns()
    expect([first.state, second.state]).toEqual(['RUNNING', 'QUEUED'])
    expect(b.hasStarted()).toBe(false)
    a.report({ done: 1, total: 3 })
    expect(first.progress).toEqual({ done: 1, total: 3 })
    a.finish('answer')
    await turns()
    expect(first).toMatchObject({ state: 'DONE', result: 'answer', error: null })
    expect(second.state).toBe('RUNNING')
    expect(second.finishedAt).toBeNull()
    await jobs.close()
  })

  test('with the same id are the same job; a failed one starts again', async () => {
    const jobs = jobsWith()
    const [a, again] = [controlledWork(), controlledWork()]
    const job = jobs.start('a', SUBJECT, a.work)
    expect(jobs.start('a', SUBJECT, again.work)).toBe(job)
    await turns()
    a.fail(new Error('broken'))
    await turns()
    expect(job).toMatchObject({ state: 'FAILED', result: null, error: { code: 'OTHER' } })
    const other = jobs.start('a', SUBJECT, again.work)
    await turns()
    expect(other).toMatchObject({ state: 'RUNNING', error: null })
    expect(jobs.find('a')).toBe(other)
    await jobs.close()
  })

  test('are rejected when the queue is full, except known ones', async () => {
    const jobs = jobsWith()
    for (const id of ['a', 'b', 'c']) jobs.start(id, SUBJECT, controlledWork().work)
    const rejected = () => jobs.start('d', SUBJECT, controlledWork().work)
    expect(rejected).toThrow(expect.objectContaining({ code: 'LP4012' }))
    expect(jobs.find('d')).toBeNull()
    expect(jobs.start('c', SUBJECT, controlledWork().work)).toBe(jobs.find('c'))
    await jobs.close()
  })

  test('that are finished are removed for newer ones, the least recently used first', async () => {
    const jobs = jobsWith()
    for (const id of ['a', 'b', 'c']) {
      jobs.start(id, SUBJECT, async () => id)
      await turns()
      expect(jobs.find('a')?.result).toBe('a')
    }
    expect(['a', 'b', 'c'].map((id) => jobs.find(id)?.result ?? null)).toEqual(['a', null, 'c'])
  })

  test('that exceed their time limit fail', async () => {
    const jobs = jobsWith({ seconds: 0.01 })
    const job = jobs.start('a', SUBJECT, controlledWork().work)
    while (job.finishedAt === null) await setImmediate()
    expect(job).toMatchObject({ state: 'FAILED', error: { code: 'JOB_TIME_LIMIT' } })
  })

  test('end with the server', async () => {
    const jobs = jobsWith()
    const waits = controlledWork()
    const job = jobs.start('a', SUBJECT, controlledWork().work)
    jobs.start('b', SUBJECT, waits.work)
    await turns()
    await jobs.close()
    expect(job).toMatchObject({ state: 'FAILED', error: { code: 'NOT_READY' } })
    expect(waits.hasStarted()).toBe(false)
  })
})
