import { beforeEach, describe, expect, it } from 'vitest'
import { type LogLine, recordLog } from '../../../test/support/log-lines'
import { OutageAlert } from './outage-alert'

let now = 0
let lines: LogLine[] = []
let alert: OutageAlert
beforeEach(() => {
  now = 0
  const log = recordLog()
  lines = log.lines
  alert = new OutageAlert({ now: () => now, wait: async () => {}, random: () => 0 }, log.logger)
})

const reasons = () => 'http://a: HTTP 500'

describe('the outage alert', () => {
  it('is raised after a minute, repeated every ten, and ends with the answer', () => {
    const call = { method: 'eth_getLogs', since: 0 }
    for (now = 0; now < 1_300_000; now += 1_000) alert.failed(call, reasons, 'Check it.')
    const line = {
      level: 'error',
      msg: 'no RPC provider answers',
      code: 'LP2010',
      method: 'eth_getLogs',
      reasons: 'http://a: HTTP 500',
      hint: 'Check it. Calls are retried.',
    }
    expect(lines).toMatchObject([60, 660, 1_260].map((seconds) => ({ ...line, seconds })))
    alert.ended('eth_getLogs', call, true)
    expect(lines[3]).toEqual({
      level: 'info',
      msg: 'RPC providers answer again',
      method: 'eth_getLogs',
      seconds: 1_300,
    })
    expect(lines).toHaveLength(4)
  })

  it('is not raised by calls that fail one after the other, each for a short time', () => {
    for (now = 0; now < 600_000; now += 50_000) {
      const call = { method: 'eth_getLogs', since: now }
      alert.failed(call, reasons, 'Check it.')
      now += 10_000
      alert.failed(call, reasons, 'Check it.')
      alert.ended('eth_getLogs', call, true)
    }
    expect(lines).toEqual([])
  })

  it('is raised once for many calls, and ends when the last is answered', () => {
    const calls = ['a', 'b', 'a'].map((method) => ({ method, since: 0 }))
    now = 61_000
    for (const call of calls) alert.failed(call, reasons, 'Check it.')
    expect(lines).toHaveLength(1)
    for (const call of calls) alert.ended(call.method, call, true)
    expect(lines).toHaveLength(2)
  })

  it('does not end with a call of another method, nor with one that was given up', () => {
    const call = { method: 'a', since: 0 }
    now = 61_000
    alert.failed(call, reasons, 'Check it.')
    alert.ended('b', null, true)
    alert.ended('a', call, false)
    expect(lines).toHaveLength(1)
    alert.ended('a', null, true)
    expect(lines[1]!.level).toBe('info')
  })
})
