import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { clientGone, Deadline } from '../deadline'
import { Flights } from './flights'

const GONE = new Error('gone')

/** Requests for one result, which ends when it is told to. */
class Computation {
  readonly flights = new Flights<string>()
  readonly runs: { end: (result: string) => void; deadline: Deadline; queue: () => void }[] = []
  /** What is stored, and valid. */
  stored: string | null = null

  ask(client: string, { key = 'a', deadline = new Deadline(10_000) } = {}): Promise<string> {
    return this.flights
      .result({
        key,
        client,
        deadline,
        gone: () => (deadline.hasEnded ? GONE : null),
        stored: async () => this.stored,
        run: (until, queue) =>
          new Promise((end, fail) => {
            until.onAbort(fail)
            this.runs.push({ end, deadline: until, queue })
          }),
        isOfClient: (result) => result === 'overloaded',
      })
      .finally(() => deadline.end())
  }
}

/** Lets what is resolved go on. */
async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await turn()
}

test('equal requests of one client are one computation, and take what is stored of it', async () => {
  const computation = new Computation()
  const asked = [computation.ask('x'), computation.ask('x'), computation.ask('x')]
  await settle()
  expect(computation.runs).toHaveLength(1)
  computation.stored = 'at this block'
  computation.runs[0]!.end('at this block')
  expect(await Promise.all(asked)).toEqual(Array(3).fill('at this block'))
  expect(computation.runs).toHaveLength(1)
})

test('what began before a request, and is not valid any more, is computed once more for all that waited', async () => {
  const computation = new Computation()
  const first = computation.ask('x')
  await settle()
  const later = [computation.ask('x'), computation.ask('x'), computation.ask('x')]
  await settle()
  computation.runs[0]!.end('old')
  expect(await first).toBe('old')
  await settle()
  expect(computation.runs).toHaveLength(2)
  computation.runs[1]!.end('new')
  expect(await Promise.all(later)).toEqual(Array(3).fill('new'))
})

test('one that leaves does not end what others wait for; the last one does', async () => {
  const computation = new Computation()
  const deadlines = [new Deadline(10_000), new Deadline(10_000)]
  const asked = deadlines.map((deadline) =>
    computation.ask('x', { deadline }).catch((error: unknown) => error),
  )
  await settle()
  deadlines[0]!.abort(clientGone())
  expect(await asked[0]).toBe(GONE)
  expect(computation.runs[0]!.deadline.hasEnded).toBe(false)
  deadlines[1]!.abort(clientGone())
  expect(await asked[1]).toBe(GONE)
  expect(computation.runs[0]!.deadline.hasEnded).toBe(true)
  expect(computation.runs).toHaveLength(1)
})

test('a request does not wait behind what another client has asked for before', async () => {
  const computation = new Computation()
  const first = computation.ask('x')
  const others = [computation.ask('y'), computation.ask('z')]
  const same = computation.ask('x')
  await settle()
  expect(computation.runs).toHaveLength(1)
  computation.runs[0]!.queue()
  await settle()
  // Both wait for one of their own.
  expect(computation.runs).toHaveLength(2)
  computation.runs[1]!.end('data')
  expect(await Promise.all(others)).toEqual(['data', 'data'])
  computation.stored = 'later'
  computation.runs[0]!.end('later')
  expect(await Promise.all([first, same])).toEqual(['later', 'later'])
})

test('a client is not refused because another one is', async () => {
  const computation = new Computation()
  const first = computation.ask('x')
  await settle()
  const second = computation.ask('y')
  await settle()
  computation.runs[0]!.end('overloaded')
  expect(await first).toBe('overloaded')
  await settle()
  computation.runs[1]!.end('data')
  expect(await second).toBe('data')
})

test('a computation has the time of its first request', async () => {
  const computation = new Computation()
  const deadline = new Deadline(30)
  const first = computation.ask('x', { deadline }).catch((error: unknown) => error)
  const second = computation.ask('x', { deadline: new Deadline(10_000) })
  expect(await first).toBe(GONE)
  // That of the computation has a timer of its own.
  await expect.poll(() => computation.runs).toHaveLength(2)
  computation.runs[1]!.end('data')
  expect(await second).toBe('data')
})
