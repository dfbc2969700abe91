import { expect, it } from 'vitest'
import { Silence } from './silence'

it('tells once that no block comes, with the head of every provider, and when one comes', () => {
  const told: string[] = []
  const silence = new Silence(120_000, (level, message) => told.push(`${level}: ${message}`))
  const providers = [
    { name: 'http://a', head: 7 },
    { name: 'http://b', head: null },
  ]
  silence.look(null, 0, providers)
  silence.look(7, 500_000, providers)
  silence.look(7, 619_999, providers)
  expect(told).toEqual([])
  for (const now of [620_000, 621_000, 900_000]) silence.look(7, now, providers)
  expect(told).toEqual([
    'warn: no new block for 120 s: the newest is 7 (http://a: 7, http://b: unknown); the chain stands still, or the providers do',
  ])
  silence.look(8, 901_000, providers)
  expect(told[1]).toBe('info: block 8 came after 401 s without a new one')
  silence.look(8, 902_000, providers)
  expect(told).toHaveLength(2)
})
