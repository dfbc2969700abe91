import { expect, it } from 'vitest'
import { recordLog } from '../../../test/support/log-lines'
import { EXIT, LinchpinError } from '../../errors'
import { waitForProviders } from './wait-for-providers'

function virtualClock() {
  let now = 0
  return {
    now: () => now,
    random: () => 0,
    wait: async (ms: number) => {
      now += ms
    },
  }
}

const failure = (code: string, message: string) =>
  new LinchpinError(code, message, 'a hint', EXIT.UNAVAILABLE)

it.each([
  ['is down', 'LP2010', 'connect ECONNREFUSED'],
  ['has no name yet', 'LP2010', 'getaddrinfo ENOTFOUND'],
  ['is still syncing', 'LP2011', 'last block is 0'],
])(
  'a provider that %s at the start is waited for, in one line, and found',
  async (_, code, text) => {
    const { logger, lines } = recordLog()
    const clock = virtualClock()
    let tries = 0
    const attempt = async () => {
      if (++tries < 31) throw failure(code, text)
      return 'there'
    }
    await expect(waitForProviders(attempt, { logger, clock })).resolves.toBe('there')
    expect(lines).toMatchObject([
      { level: 'warn', code, reason: text, seconds: 60, msg: 'waiting for the RPC providers' },
      { level: 'info', seconds: 30, msg: 'RPC providers answer: the start goes on' },
    ])
  },
)

it('after a minute the start ends with the last failure', async () => {
  const { logger, lines } = recordLog()
  const clock = virtualClock()
  const attempt = () => Promise.reject(failure('LP2010', 'down'))
  await expect(waitForProviders(attempt, { logger, clock })).rejects.toMatchObject({
    code: 'LP2010',
  })
  expect(clock.now()).toBe(60_000)
  expect(lines).toHaveLength(1)
})

it.each(['LP2002', 'LP2005'])('%s does not pass, so it ends the start at once', async (code) => {
  const { logger, lines } = recordLog()
  const clock = virtualClock()
  const attempt = () => Promise.reject(failure(code, 'other'))
  await expect(waitForProviders(attempt, { logger, clock })).rejects.toMatchObject({ code })
  expect([clock.now(), lines]).toEqual([0, []])
})
