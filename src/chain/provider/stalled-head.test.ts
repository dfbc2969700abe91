import { expect, it } from 'vitest'
import { recordLog } from '../../../test/support/log-lines'
import { StalledHead } from './stalled-head'

it('logs once that there is no new block, with the head of every provider, and when there is one', () => {
  const { logger, lines } = recordLog()
  const stalled = new StalledHead(120_000, logger)
  const providers = [
    { name: 'http://a', head: 7 },
    { name: 'http://b', head: null },
  ]
  stalled.check(null, 0, providers)
  stalled.check(7, 500_000, providers)
  stalled.check(7, 619_999, providers)
  expect(lines).toEqual([])
  for (const now of [620_000, 621_000, 900_000]) stalled.check(7, now, providers)
  expect(lines).toEqual([
    {
      level: 'warn',
      msg: 'no new block: the chain or its providers have stalled',
      block: 7,
      seconds: 120,
      heads: { 'http://a': 7, 'http://b': null },
    },
  ])
  stalled.check(8, 901_000, providers)
  expect(lines[1]).toEqual({
    level: 'info',
    msg: 'new block after a stall',
    block: 8,
    seconds: 401,
  })
  stalled.check(8, 902_000, providers)
  expect(lines).toHaveLength(2)
})
