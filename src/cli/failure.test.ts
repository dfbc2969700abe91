import { expect, test } from 'vitest'
import { EXIT } from '../errors'
import { describeFailure, exitCodeOf } from './failure'

test.each([
  ['a lost connection', { code: '08006' }, EXIT.UNAVAILABLE],
  ['a server that shuts down', { code: '57P01' }, EXIT.UNAVAILABLE],
  ['a cancelled statement', { code: '57014' }, EXIT.UNAVAILABLE],
  ['a file that cannot be read', { code: '58030' }, EXIT.UNAVAILABLE],
  ['a full disk', { code: '53100' }, EXIT.UNAVAILABLE],
  ['transactions that could not be ordered', { code: '40001' }, EXIT.UNAVAILABLE],
  ['a refused connection', { code: 'ECONNREFUSED' }, EXIT.UNAVAILABLE],
  [
    'a client that is closed',
    new Error('Client has encountered a connection error and is not queryable'),
    EXIT.UNAVAILABLE,
  ],
  ['a value that breaks a rule of a table', { code: '23505' }, EXIT.BUG],
  ['anything else', new Error('undefined is not a function'), EXIT.BUG],
  ['nothing', undefined, EXIT.BUG],
])('%s has its exit code', (_, fatal, code) => {
  expect(exitCodeOf(fatal)).toBe(code)
})

test('a database that ends a command before its time is no defect, and a restart may help', () => {
  const cut = Object.assign(new Error('terminating connection'), { code: '57P01' })
  expect(describeFailure(cut, false)).toEqual({
    text: 'error: the work was cut off: terminating connection\n  try again',
    exitCode: EXIT.UNAVAILABLE,
  })
  expect(describeFailure(new Error('undefined'), false).exitCode).toBe(EXIT.BUG)
})
