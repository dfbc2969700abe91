import { beforeEach, describe, expect, it } from 'vitest'
import { Alarm } from './alarm'

let now = 0
let told: string[] = []
let alarm: Alarm
beforeEach(() => {
  now = 0
  told = []
  const clock = { now: () => now, wait: async () => {}, random: () => 0 }
  alarm = new Alarm(clock, (level, message) => told.push(`${level}: ${message}`))
})

const reasons = () => 'http://a: HTTP 500'

describe('the alarm', () => {
  it('comes after a minute, again every ten, and ends with the answer', () => {
    const trouble = { method: 'eth_getLogs', since: 0 }
    for (now = 0; now < 1_300_000; now += 1_000) alarm.failed(trouble, reasons)
    expect(told).toHaveLength(3)
    expect(told[0]).toMatch(/^error: LP2010: .*eth_getLogs for 60 s \(http:\/\/a: HTTP 500\)/)
    expect(told[1]).toMatch(/for 660 s/)
    expect(told[2]).toMatch(/for 1260 s/)
    alarm.over('eth_getLogs', trouble, true)
    expect(told[3]).toBe('info: RPC providers answer eth_getLogs again, after 1300 s')
    expect(told).toHaveLength(4)
  })

  it('does not come for calls that fail one after the other, each for a short time', () => {
    for (now = 0; now < 600_000; now += 50_000) {
      const trouble = { method: 'eth_getLogs', since: now }
      alarm.failed(trouble, reasons)
      now += 10_000
      alarm.failed(trouble, reasons)
      alarm.over('eth_getLogs', trouble, true)
    }
    expect(told).toEqual([])
  })

  it('comes once for many calls, and ends when the last is answered', () => {
    const troubles = ['a', 'b', 'a'].map((method) => ({ method, since: 0 }))
    now = 61_000
    for (const trouble of troubles) alarm.failed(trouble, reasons)
    expect(told).toHaveLength(1)
    for (const trouble of troubles) alarm.over(trouble.method, trouble, true)
    expect(told).toHaveLength(2)
  })

  it('is not ended by a call of another kind, nor by one that was given up', () => {
    const trouble = { method: 'a', since: 0 }
    now = 61_000
    alarm.failed(trouble, reasons)
    alarm.over('b', null, true)
    alarm.over('a', trouble, false)
    expect(told).toHaveLength(1)
    alarm.over('a', null, true)
    expect(told[1]).toMatch(/^info/)
  })
})
