import { expect, test } from 'vitest'
import { Sightings } from './sightings'

function start(indexed: number) {
  let now = 1_000_000
  const sightings = new Sightings('RPC', () => now)
  sightings.indexedTo(indexed)
  return {
    sightings,
    wait: (seconds: number) => {
      now += 1000 * seconds
    },
    /** Answers of providers: their head, and seconds since. */
    see: (...answers: [head: number | null, age: number][]) =>
      sightings.saw(
        answers.map(([head, age]) => ({ head, headAgeMs: head === null ? null : age * 1000 })),
      ),
  }
}

test('the head is the highest of the providers that answer now', () => {
  const { sightings, see } = start(100)
  see([105, 1], [103, 0], [null, 0])
  expect(sightings.state()).toMatchObject({ head: 105, headAge: 1 })
  see([105, 60], [103, 0])
  expect(sightings.state()).toMatchObject({ head: 103, headAge: 0 })
})

test('nothing is known before a provider answers', () => {
  const { sightings, see } = start(100)
  see([null, 0])
  expect(sightings.state()).toMatchObject({
    head: null,
    headAge: null,
    levelAge: null,
    completeAge: null,
  })
})

test('a head below the index ages the level, a later answer does not make it older', () => {
  const { sightings, see, wait } = start(100)
  see([100, 0])
  wait(30)
  see([90, 0])
  expect(sightings.state()).toMatchObject({ head: 90, headAge: 0, levelAge: 30, completeAge: 0 })
})

test('a block that is not indexed while the head goes on ages from when it was first seen', () => {
  const { sightings, see, wait } = start(100)
  see([100, 0])
  wait(10)
  see([101, 0])
  wait(10)
  see([102, 0])
  wait(10)
  expect(sightings.state().completeAge).toBe(20)
  sightings.indexedTo(101)
  expect(sightings.state().completeAge).toBe(10)
  sightings.indexedTo(102)
  expect(sightings.state().completeAge).toBe(0)
})

test('a head that moves at every look is no reason to be incomplete', () => {
  const { sightings, see, wait } = start(100)
  see([100, 0])
  for (let head = 140; head < 4_000; head += 40) {
    see([head, 0])
    wait(4)
    sightings.indexedTo(head)
  }
  expect(sightings.state().completeAge).toBeLessThan(5)
})

test('a history that was never complete stays so, however many heads are seen', () => {
  const { sightings, see, wait } = start(0)
  for (let seen = 0; seen < 5_000; seen++) {
    see([100_000 + seen, 0])
    wait(4)
    sightings.indexedTo(seen)
  }
  expect(sightings.state().completeAge).toBeNull()
  sightings.indexedTo(200_000)
  expect(sightings.state().completeAge).toBe(0)
})

test('the speed is that of the last two minutes, and falls while nothing comes', () => {
  const { sightings, wait } = start(0)
  for (let second = 1; second <= 600; second++) {
    wait(1)
    sightings.indexedTo(second < 400 ? second : 400 + (second - 400) * 10)
  }
  expect(sightings.state().blocksPerSecond).toBeCloseTo(10, 0)
  wait(880)
  expect(sightings.state().blocksPerSecond).toBeLessThan(2)
})
