import { createLogger as createSdkLogger } from '@subsquid/logger'
import { expect, it } from 'vitest'
import { recordLog } from '../../../test/support/log-lines'
import { routeSdkLog } from './sdk-log'

it('writes the log of the SDK to ours: its progress as debug lines, the rest at its own level', () => {
  const { logger, lines } = recordLog()
  routeSdkLog(logger)
  const sdk = createSdkLogger('sqd:test')
  sdk.info('progress')
  sdk.warn({ block: 1 }, 'careful')
  for (let i = 0; i < 20; i++) sdk.warn(`Failed to fetch block ${i < 10 ? '7' : '#0xab'}`)
  const error = new Error('broken')
  sdk.fatal(error)
  expect(lines).toMatchObject([
    { level: 'warn', ns: 'sqd:test', block: 1, msg: 'careful' },
    // Written ten times a second.
    { level: 'warn', msg: 'Failed to fetch block 7' },
    { level: 'fatal', ns: 'sqd:test', err: { message: 'broken' } },
  ])
})
