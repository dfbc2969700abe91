import { expect, test } from 'vitest'
import { EXIT } from '../errors'
import { exitCodeOf } from './sdk-failure'

test.each([
  ['a lost connection', { code: '08006' }, EXIT.UNAVAILABLE],
  ['a server that shuts down', { code: '57P01' }, EXIT.UNAVAILABLE],
  ['a full disk', { code: '53100' }, EXIT.UNAVAILABLE],
  ['transactions that could not be ordered', { code: '40001' }, EXIT.UNAVAILABLE],
  ['a refused connection', { code: 'ECONNREFUSED' }, EXIT.UNAVAILABLE],
  [
    'a client that is closed',
    new Error('Client has encountered a connection error and is not queryable'),
    EXIT.UNAVAILABLE,
  ],
  ['anything else', new Error('undefined is not a function'), EXIT.BUG],
  ['nothing', undefined, EXIT.BUG],
])('%s has its exit code', (_, fatal, code) => {
  expect(exitCodeOf(fatal)).toBe(code)
})
