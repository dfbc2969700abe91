import { expect, test } from 'vitest'
import { EXIT } from '../errors'
import { databaseFailure, describeFailure } from './failure'

test.each([
  ['a lost connection', { code: '08006' }, 'LP3009'],
  ['a server that shuts down', { code: '57P01' }, 'LP3009'],
  ['a cancelled statement', { code: '57014' }, 'LP3009'],
  ['a file that cannot be read', { code: '58030' }, 'LP3009'],
  ['a full disk', { code: '53100' }, 'LP3008'],
  ['transactions that could not be ordered', { code: '40001' }, 'LP3009'],
  ['a refused connection', { code: 'ECONNREFUSED' }, 'LP3009'],
  [
    'a client that is closed',
    new Error('Client has encountered a connection error and is not queryable'),
    'LP3009',
  ],
  ['a missing privilege', { code: '42501' }, 'LP3020'],
  ['a server that became a standby', { code: '25006' }, 'LP3021'],
  ['a text that the encoding lacks', { code: '22P05' }, 'LP3023'],
  ['a value that breaks a rule of a table', { code: '23505' }, undefined],
  ['anything else', new Error('undefined is not a function'), undefined],
  ['nothing', undefined, undefined],
])('classifies %s', (_, fatal, code) => {
  expect(databaseFailure(fatal)?.code).toBe(code)
})

test('a connection ended by the database is not a bug: exit code 69 asks for a restart', () => {
  const cut = Object.assign(new Error('terminating connection'), { code: '57P01' })
  expect(describeFailure(cut, false)).toMatchObject({
    text: expect.stringMatching(
      /^error LP3009: .*: terminating connection\.\n {2}Restart; if it happens again/,
    ),
    exitCode: EXIT.UNAVAILABLE,
  })
  expect(describeFailure(new Error('undefined'), false).exitCode).toBe(EXIT.BUG)
})
