import { getOperationAST, parse } from 'graphql'
import { expect, test } from 'vitest'
import { declaredVariables } from './prepare'

test('variables that an operation does not declare are not read', () => {
  const operation = getOperationAST(parse('query($a: Int, $b: Int, $toString: Int) { a(b: $a) }'))!
  expect(declaredVariables(operation, { a: 1, c: [[]], d: { e: {} } })).toEqual({ a: 1 })
  expect(declaredVariables(operation, { b: null })).toEqual({ b: null })
})
