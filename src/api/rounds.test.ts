import { expect, test } from 'vitest'
import { Rounds } from './rounds'

function of(...names: string[]): Rounds<string> {
  const rounds = new Rounds<string>()
  for (const name of names) rounds.add(name[0]!, name)
  return rounds
}

const all = (rounds: Rounds<string>) =>
  Array.from({ length: rounds.size }, () => rounds.next()).join(' ')

test('one of each client is next in turn', () => {
  const rounds = of('a1', 'a2', 'a3', 'b1', 'c1', 'c2')
  expect(rounds.size).toBe(6)
  expect(all(rounds)).toBe('a1 b1 c1 a2 c2 a3')
  expect(rounds.next()).toBeUndefined()
  expect(rounds.size).toBe(0)
})

test('who may not be next keeps its turn', () => {
  const rounds = of('a1', 'a2', 'b1', 'b2')
  expect(rounds.next((client) => client !== 'a')).toBe('b1')
  expect(rounds.next(() => false)).toBeUndefined()
  expect(all(rounds)).toBe('a1 b2 a2')
})

test('what is removed is not next', () => {
  const rounds = of('a1', 'a2', 'b1')
  rounds.remove('a', 'a1')
  rounds.remove('b', 'b1')
  rounds.remove('b', 'b1')
  expect([rounds.size, rounds.of('a'), rounds.of('b')]).toEqual([1, 1, 0])
  expect(all(rounds)).toBe('a2')
})

test('as many come before as are counted, whatever waits', () => {
  for (const names of [['a1'], ['a1', 'a2', 'a3', 'b1'], ['b1', 'a1', 'c1', 'c2', 'c3', 'b2']]) {
    for (const client of ['a', 'b', 'c', 'd']) {
      const rounds = of(...names)
      const before = rounds.before(client)
      rounds.add(client, `${client}-last`)
      const position = all(rounds).split(' ').indexOf(`${client}-last`)
      expect(position).toBeLessThanOrEqual(before)
    }
  }
})

test('room is made by the last one of the client that has most', () => {
  const rounds = of('a1', 'a2', 'a3', 'b1')
  expect(rounds.makeRoom('a')).toBeUndefined()
  expect(rounds.makeRoom('c')).toBe('a3')
  expect(rounds.makeRoom('b')).toBeUndefined()
  expect(all(rounds)).toBe('a1 b1 a2')
})
