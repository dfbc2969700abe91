import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { Progress, ProgressObserver } from '../../metrics/define/work'
import { UNKNOWN_HEADER } from '../../reads/block-times'
import type { apiError } from '../../reads/errors'
import { type Job, type JobLimits, Jobs } from './jobs'

const QUESTION = {
  kind: 'LOSS_DISTRIBUTION',
  block: { chainId: 1, number: 9, ...UNKNOWN_HEADER, finalized: true, isHead: false },
  digest: '0x01',
}
const LIMITS: JobLimits = { running: 1, waiting: 2, seconds: 60, kept: 2 }

function jobsWith(limits: Partial<JobLimits> = {}): Jobs {
  return new Jobs({ ...LIMITS, ...limits }, (error) => {
    const { extensions, message } = error as ReturnType<typeof apiError>
    return { code: extensions?.code ?? 'OTHER', message, hint: null, requestId: null }
  })
}

/** Work that ends when the test ends it, or when it is cancelled. */
function held() {
  let observer: ProgressObserver | undefined
  let finish = (_: unknown) => {}
  let fail = (_: unknown) => {}
  const work = (given: ProgressObserver) => {
    observer = given
    return new Promise<unknown>((resolve, reject) => {
      finish = resolve
      fail = reject
      given.signal!.addEventListener('abort', () => reject(given.signal!.reason))
    })
  }
  return {
    work,
    isBegun: () => observer !== undefined,
    report: (progress: Progress) => observer!.report(progress),
    finish: (result: unknown) => finish(result),
    fail: (error: unknown) => fail(error),
  }
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await setImmediate()
}

describe('jobs', () => {
  test('are computed in the order in which they came, as many at a time as there is room for', async () => {
    const jobs = jobsWith()
    const [a, b] = [held(), held()]
    const first = jobs.start('a', QUESTION, a.work)
    const second = jobs.start('b', QUESTION, b.work)
    await turns()
    expect([first.state, second.state]).toEqual(['RUNNING', 'QUEUED'])
    expect(b.isBegun()).toBe(false)
    a.report({ done: 1, total: 3 })
    expect(first.progress).toEqual({ done: 1, total: 3 })
    a.finish('answer')
    await turns()
    expect(first).toMatchObject({ state: 'DONE', result: 'answer', error: null })
    expect(second.state).toBe('RUNNING')
    expect(second.finishedAt).toBeNull()
    await jobs.close()
  })

  test('are the same job for the same id, and one that failed begins again', async () => {
    const jobs = jobsWith()
    const [a, again] = [held(), held()]
    const job = jobs.start('a', QUESTION, a.work)
    expect(jobs.start('a', QUESTION, again.work)).toBe(job)
    await turns()
    a.fail(new Error('broken'))
    await turns()
    expect(job).toMatchObject({ state: 'FAILED', result: null, error: { code: 'OTHER' } })
    const other = jobs.start('a', QUESTION, again.work)
    await turns()
    expect(other).toMatchObject({ state: 'RUNNING', error: null })
    expect(jobs.find('a')).toBe(other)
    await jobs.close()
  })

  test('are refused when too many wait, but for those that are known', async () => {
    const jobs = jobsWith()
    for (const id of ['a', 'b', 'c']) jobs.start(id, QUESTION, held().work)
    const refused = () => jobs.start('d', QUESTION, held().work)
    expect(refused).toThrow(expect.objectContaining({ code: 'LP4012' }))
    expect(jobs.find('d')).toBeNull()
    expect(jobs.start('c', QUESTION, held().work)).toBe(jobs.find('c'))
    await jobs.close()
  })

  test('that are finished are forgotten for newer ones, the one not asked for longest first', async () => {
    const jobs = jobsWith()
    for (const id of ['a', 'b', 'c']) {
      jobs.start(id, QUESTION, async () => id)
      await turns()
      expect(jobs.find('a')?.result).toBe('a')
    }
    expect(['a', 'b', 'c'].map((id) => jobs.find(id)?.result ?? null)).toEqual(['a', null, 'c'])
  })

  test('whose results are large are forgotten before there are many', async () => {
    const jobs = jobsWith({ kept: 9, keptBytes: 10 })
    for (const id of ['a', 'b', 'c', 'd']) {
      jobs.start(id, QUESTION, async () => ({ bytes: id === 'd' ? 11 : 5 }))
      await turns()
    }
    expect(['a', 'b', 'c', 'd'].map((id) => jobs.find(id)?.id ?? null)).toEqual([
      null,
      null,
      null,
      'd',
    ])
  })

  test('that take too long fail', async () => {
    const jobs = jobsWith({ seconds: 0.01 })
    const job = jobs.start('a', QUESTION, held().work)
    while (job.finishedAt === null) await setImmediate()
    expect(job).toMatchObject({ state: 'FAILED', error: { code: 'JOB_TIME_LIMIT' } })
  })

  test('end with the server', async () => {
    const jobs = jobsWith()
    const waits = held()
    const job = jobs.start('a', QUESTION, held().work)
    jobs.start('b', QUESTION, waits.work)
    await turns()
    await jobs.close()
    expect(job).toMatchObject({ state: 'FAILED', error: { code: 'NOT_READY' } })
    expect(waits.isBegun()).toBe(false)
  })
})

describe('the jobs of a client', () => {
  const limits = { running: 2, waiting: 9, perClient: { running: 1, open: 2 } }

  test('do not take the places of others, in the queue or at work', async () => {
    const jobs = jobsWith(limits)
    const works = [held(), held(), held()]
    const [a, b] = ['a', 'b'].map((id, i) => jobs.start(id, QUESTION, works[i]!.work, 'greedy'))
    const c = jobs.start('c', QUESTION, works[2]!.work, 'other')
    await turns()
    expect([a, b, c].map((job) => job!.state)).toEqual(['RUNNING', 'QUEUED', 'RUNNING'])
    const prepare = (client: string) => jobs.prepare('d', async () => held().work, client)
    await expect(prepare('greedy')).rejects.toThrow(/2 jobs of this client/)
    await prepare('other')
    works[0]!.finish('done')
    await turns()
    expect(b!.state).toBe('RUNNING')
    await prepare('greedy')
    await jobs.close()
  })

  test('have their places while they are prepared, each job one', async () => {
    const jobs = jobsWith(limits)
    const prepared: string[] = []
    const prepare = (id: string) => {
      const work = async () => {
        prepared.push(id)
        await setImmediate()
        return held().work
      }
      return jobs.prepare(id, work, 'greedy')
    }
    const asked = await Promise.allSettled(['a', 'b', 'a', 'c'].map(prepare))
    expect(asked.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
    ])
    expect(prepared).toEqual(['a', 'b', 'a'])
    await prepare('c')
  })

  test('end by the token of the client, running or queued', async () => {
    const jobs = jobsWith({ running: 1 })
    const works = [held(), held()]
    const [a, b] = ['a', 'b'].map((id, i) => jobs.start(id, QUESTION, works[i]!.work, 'me')) as [
      Job,
      Job,
    ]
    const [ofA, ofB] = [jobs.tokenOf(a, 'me')!, jobs.tokenOf(b, 'me')!]
    await turns()
    expect(() => jobs.cancel('a', ofB)).toThrow(/not one of this job/)
    expect(() => jobs.cancel('x', ofA)).toThrow(/no job with this id/)
    expect([a.state, b.state]).toEqual(['RUNNING', 'QUEUED'])
    expect(jobs.cancel('b', ofB)).toMatchObject({
      state: 'FAILED',
      error: { code: 'JOB_CANCELLED' },
    })
    jobs.cancel('a', ofA)
    await turns()
    expect(a).toMatchObject({ state: 'FAILED', error: { code: 'JOB_CANCELLED' } })
    expect(jobs.counts).toEqual({ running: 0, waiting: 0 })
    expect(b.startedAt).toBeNull()
  })

  test('that others started too end when all have cancelled them', async () => {
    const jobs = jobsWith()
    const job = jobs.start('a', QUESTION, held().work, 'me')
    const [mine, theirs] = [jobs.tokenOf(job, 'me')!, jobs.tokenOf(job, 'you')!]
    expect(theirs).not.toBe(mine)
    await turns()
    expect(jobs.cancel('a', mine).state).toBe('RUNNING')
    expect(() => jobs.cancel('a', mine)).toThrow(/not one of this job/)
    jobs.cancel('a', theirs)
    await turns()
    expect(job.state).toBe('FAILED')
    expect(jobs.tokenOf(job, 'me')).toBeNull()
  })
})
