import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LinchpinError } from '../../errors'
import { readLabels } from './labels'

const A = `0x${'a'.repeat(40)}`
const B = `0x${'b'.repeat(40)}`
const FOLDER = mkdtempSync(join(tmpdir(), 'labels-'))
const BASE = { name: 'test', asOf: '2026-01-01', source: 'this test', chainId: 5 }

let files = 0
function file(content: unknown): string {
  const path = join(FOLDER, `${files++}.json`)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

describe('label files', () => {
  test('name addresses of their chain, in any case', () => {
    const labels = readLabels([
      file({ ...BASE, names: { [A.toUpperCase().replace('X', 'x')]: 'Acme' } }),
    ])
    expect(labels(5).names.get(A)).toBe('Acme')
    expect(labels(6).names.size).toBe(0)
  })

  test('of the project name AVSs of mainnet', () => {
    const { names } = readLabels([])(1)
    expect(names.get('0x870679e138bcdf293b7ff14dd44b70fc97e12fc0')).toBe('EigenDA')
  })

  test('override earlier ones, and both are in the version', () => {
    const first = file({ ...BASE, groupings: { entity: { One: [A, B] } } })
    const second = file({ ...BASE, name: 'later', groupings: { entity: { Two: [B] } } })
    const entity = readLabels([first, second])(5).groupings.get('entity')!
    expect([...entity.groupOf]).toEqual([
      [A, 'One'],
      [B, 'Two'],
    ])
    expect(entity.version).toMatch(/^entity: test@[0-9a-f]{12}, later@[0-9a-f]{12}$/)
  })

  test.each([
    ['invalid JSON', '{', /it is not JSON/],
    ['no source', { ...BASE, source: undefined }, /source/],
    ['an invalid address', { ...BASE, names: { '0x12': 'x' } }, /names/],
    ['an unknown key', { ...BASE, extra: 1 }, /extra/],
    [
      'an address in two groups of a kind',
      { ...BASE, groupings: { entity: { One: [A], Two: [A] } } },
      /is in "One" and in "Two"/,
    ],
  ])('with %s are rejected with their path', (_, content, message) => {
    const path = file(content)
    expect(() => readLabels([path])).toThrow(LinchpinError)
    expect(() => readLabels([path])).toThrow(message)
    expect(() => readLabels([path])).toThrow(path)
  })

  test('that are missing are rejected', () => {
    expect(() => readLabels([join(FOLDER, 'none.json')])).toThrow(/cannot be read/)
  })
})
