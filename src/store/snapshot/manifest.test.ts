import { describe, expect, test } from 'vitest'
import { RULES } from '../../ledger/rules'
import { assertIdentity, assertVersion, FORMAT, parseManifest } from './manifest'

const HASH = `0x${'ab'.repeat(32)}`
const TABLE = {
  name: 'stake',
  columns: ['id', 'key'],
  rows: 1,
  bytes: 10,
  sha256: 'cd'.repeat(32),
}
const MANIFEST = {
  format: FORMAT,
  version: '9.8.7',
  createdAt: '2026-11-29T00:00:00.000Z',
  rules: RULES,
  chainId: 1,
  network: 'mainnet',
  deployment: 'ef'.repeat(32),
  startBlock: 100,
  block: 200,
  hash: HASH,
  timestamp: null,
  digest: HASH,
  migrations: ['First1', 'Second2'],
  tables: [TABLE],
}
const parse = (changes: object) => parseManifest(JSON.stringify({ ...MANIFEST, ...changes }))
const codeOf = (work: () => unknown) => {
  try {
    work()
    return null
  } catch (error) {
    return (error as { code?: string }).code
  }
}

describe('a manifest', () => {
  test('is read as it was written', () => {
    expect(parse({})).toEqual(MANIFEST)
  })

  test.each([
    ['a later form', { format: FORMAT + 1 }, 'LP3051'],
    ['no form', { format: undefined }, 'LP3050'],
    ['a name that moves the cursor', { network: '\u001b[2J' }, 'LP3050'],
    ['a column that is SQL', { tables: [{ ...TABLE, columns: ['id") FROM'] }] }, 'LP3050'],
    ['a block that is no number', { block: '200' }, 'LP3050'],
    ['a digest that is none', { digest: '0x' }, 'LP3050'],
    ['a table outside the list', { tables: [{ ...TABLE, name: 'pg_authid' }] }, 'LP3050'],
    ['a table that is left out', { tables: [{ ...TABLE, name: 'cursor' }] }, 'LP3050'],
    ['a table listed more than once', { tables: [TABLE, TABLE] }, 'LP3050'],
    ['rows that are not counted', { tables: [{ ...TABLE, rows: -1 }] }, 'LP3050'],
  ])('with %s is refused', (_, changes, code) => {
    expect(codeOf(() => parse(changes))).toBe(code)
  })

  test('of a later form does not say what it likes', () => {
    const text = JSON.stringify({ format: FORMAT + 1, version: '\u001b[2J' })
    expect(() => parseManifest(text)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('version unknown') }),
    )
  })

  test.each(['', 'null', '[]', '{"format":', '42'])('that is %j is refused', (text) => {
    expect(codeOf(() => parseManifest(text))).toBe('LP3050')
  })
})

describe('a snapshot of another version', () => {
  const check = (changes: object, known: string[]) =>
    codeOf(() => assertVersion({ ...parse({}), ...changes }, known))

  test('is restored if this version has all of its migrations, first to last', () => {
    expect(check({}, ['First1', 'Second2'])).toBe(null)
    expect(check({}, ['First1', 'Second2', 'Third3'])).toBe(null)
  })

  test('is refused if it has migrations that this version does not know, or other rules', () => {
    expect(check({}, ['First1'])).toBe('LP3051')
    expect(check({}, ['First1', 'Other2'])).toBe('LP3051')
    expect(check({ rules: RULES + 1 }, ['First1', 'Second2'])).toBe('LP3051')
    expect(check({ rules: RULES - 1 }, ['First1', 'Second2'])).toBe('LP3051')
  })
})

test('a snapshot of another chain, or of other contracts, is refused', () => {
  const { chainId, network, deployment, startBlock } = MANIFEST
  const identity = { chainId, network, deployment, startBlock }
  const check = (changes: object) =>
    codeOf(() => assertIdentity(parse({}), { ...identity, ...changes }))
  expect(check({})).toBe(null)
  expect(check({ network: 'a name' })).toBe(null)
  expect(check({ chainId: 17_000 })).toBe('LP3052')
  expect(check({ deployment: '00'.repeat(32) })).toBe('LP3052')
})
