import pino from 'pino'
import { expect, test } from 'vitest'
import { RareLog } from './rare-log'

test('a cause is logged once a minute, whatever its message, with the number of those between', () => {
  const lines: { requestId: string; unlogged?: number; msg: string }[] = []
  const logger = pino({}, { write: (line: string) => lines.push(JSON.parse(line)) })
  let now = 0
  const log = new RareLog(logger, () => now)
  const fail = (text: string) => new Error(text)
  const other = () => new TypeError('another')
  const ids = ['a', 'b', 'c'].map((text) => log.error(fail(text), 'Request failed'))
  // The client of each finds the cause by the id that it got.
  expect(new Set(ids)).toEqual(new Set([lines[0]!.requestId]))
  log.error(other(), 'Request failed')
  expect(lines).toHaveLength(2)
  now = 59_999
  log.error(fail('d'), 'Request failed')
  now = 60_000
  const id = log.error(fail('e'), 'Request failed')
  expect(lines).toHaveLength(3)
  expect(lines[2]).toMatchObject({ requestId: id, unlogged: 3, msg: 'Request failed' })
})
