import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LinchpinError } from '../../errors'
import { readLabels } from './labels'

const A = `0x${'a'.repeat(40)}`
const B = `0x${'b'.repeat(40)}`
const T = `0x${'c'.repeat(40)}`
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

  test('of the project name networks, operators and vaults of Symbiotic, and curators of vaults', () => {
    const { names, groupings } = readLabels([])(1)
    expect(names.get('0x59cf937ea9fa9d7398223e3aa33d92f7f5f986a2')).toBe('Hyperlane')
    expect(names.get('0x087c25f83ed20bda587cfa035ed0c96338d4660f')).toBe('P2P.org')
    const stSpk = '0xc6132faf04627c8d05d6e759fabb331ef2d8f8fd'
    expect(names.get(stSpk)).toBe('Spark SPK Staking Vault')
    expect(groupings.get('curator')!.groupOf.get(stSpk)).toBe('Spark')
    // In both files: the name of the AVS stays.
    expect(names.get('0x42f15f9e4df4994317453477e80e24797cc1a929')).toBe('Mishti Network')
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

  test('declare who backs a token; a later file replaces the whole declaration', () => {
    const one = { stakers: [A], source: 'page', supply: { units: '1000', asOf: '2026-01' } }
    const first = file({ ...BASE, backedTokens: { [T.toUpperCase().replace('X', 'x')]: one } })
    expect(readLabels([first])(5).backedTokens.get(T)).toEqual({
      stakers: [A],
      source: expect.stringMatching(/^test@[0-9a-f]{12}: page$/),
      supply: { units: 1000n, asOf: '2026-01' },
    })
    const second = file({ ...BASE, backedTokens: { [T]: { stakers: [B], source: 'other' } } })
    expect(readLabels([first, second])(5).backedTokens.get(T)).toMatchObject({
      stakers: [B],
      supply: null,
    })
    expect(readLabels([])(1).backedTokens.size).toBe(0)
  })

  test('with one staker behind two tokens are rejected, in one file or in two, but not on two chains', () => {
    const behind = { stakers: [A], source: 'page' }
    const first = file({ ...BASE, backedTokens: { [T]: behind } })
    const second = file({ ...BASE, backedTokens: { [B]: behind } })
    const elsewhere = file({ ...BASE, chainId: 6, backedTokens: { [B]: behind } })
    expect(() => readLabels([first, second])).toThrow(/both have the staker/)
    expect(() => readLabels([first, second])).toThrow(second)
    expect(readLabels([first, elsewhere])(6).backedTokens.size).toBe(1)
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
    [
      'a token of no staker',
      { ...BASE, backedTokens: { [T]: { stakers: [], source: 'x' } } },
      /backedTokens\.0xc+\.stakers/,
    ],
    [
      'a token without a source',
      { ...BASE, backedTokens: { [T]: { stakers: [A] } } },
      /backedTokens\.0xc+\.source/,
    ],
    [
      'a token with a staker twice',
      {
        ...BASE,
        backedTokens: { [T]: { stakers: [A, A.toUpperCase().replace('X', 'x')], source: 'x' } },
      },
      /lists 0xa+ twice/,
    ],
    [
      'a token that is listed twice',
      {
        ...BASE,
        backedTokens: {
          [T]: { stakers: [A], source: 'x' },
          [T.toUpperCase().replace('X', 'x')]: { stakers: [B], source: 'x' },
        },
      },
      /a token is listed twice/,
    ],
    ...['0', '-5', '1.5', '1e3', ''].map((units): [string, object, RegExp] => [
      `a supply of "${units}"`,
      {
        ...BASE,
        backedTokens: { [T]: { stakers: [A], source: 'x', supply: { units, asOf: 'now' } } },
      },
      /supply\.units: must be base units above 0/,
    ]),
    [
      'a supply without a date',
      { ...BASE, backedTokens: { [T]: { stakers: [A], source: 'x', supply: { units: '5' } } } },
      /supply\.asOf/,
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
