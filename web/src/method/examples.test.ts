import { type DocumentNode, parse, type SelectionSetNode } from 'graphql'
import { describe, expect, test } from 'vitest'
import { plain } from '../data/measure'
import type { Token } from '../data/tokens'
import { DEFINITIONS, type MetricId } from './definitions'
import { exampleQuery, exampleText } from './examples'

const IDS = Object.keys(DEFINITIONS) as MetricId[]

/** Pools whose token is called as they are. */
const tokens = new (class extends Map<string, Token> {
  override get(id: string): Token {
    return { name: null, symbol: id.slice(0, 6), decimals: 0, rate: null, value: null }
  }
})()
const UNITS = { measure: plain('ETH'), worth: plain('USD'), tokens }

type Leaf = string | null

/** An answer to a query: leaves in their order have these values. */
function answer(document: DocumentNode, leaves: readonly Leaf[]) {
  let next = 0
  const of = ({ selections }: SelectionSetNode): object =>
    Object.fromEntries(
      selections.map((field) => {
        if (field.kind !== 'Field') throw new Error('Examples have fields only.')
        const inner = field.selectionSet && of(field.selectionSet)
        const value = inner ?? leaves[next++] ?? (field.name.value === 'id' ? 'known' : null)
        // The example is about a point in the middle of the curve.
        return [field.name.value, field.name.value === 'lorenz' ? [{}, inner] : value]
      }),
    )
  const [query] = document.definitions
  if (query?.kind !== 'OperationDefinition') throw new Error('An example is a query.')
  return { data: of(query.selectionSet), count: next }
}

describe('an example', () => {
  test.each(IDS)('of %s changes with each figure that is asked for it', (id) => {
    const document = parse(exampleQuery(id).text)
    const { count } = answer(document, [])
    const known = Array.from({ length: count }, (_, at): Leaf => `${at + 3}00`)
    const says = (leaves: readonly Leaf[]) => exampleText(id, answer(document, leaves).data, UNITS)
    expect(says(known)).toMatch(/\d/)
    // What is said where another figure is unknown counts, too.
    const variants = [known, ...known.map((_, at) => known.with(at, null))]
    for (let at = 0; at < count; at++) {
      const changes = (leaves: readonly Leaf[]) =>
        leaves[at] !== null && says(leaves.with(at, '70')) !== says(leaves)
      expect(variants.some(changes), `leaf ${at} of ${exampleQuery(id).text}`).toBe(true)
    }
  })

  test.each(IDS)('of %s does not say what is unknown', (id) => {
    const document = parse(exampleQuery(id).text)
    expect(exampleText(id, answer(document, []).data, UNITS)).toBeNull()
    expect(exampleText(id, {}, UNITS)).toBeNull()
  })

  test('is of the first row that is not 0, and of one that is 0 where there is no other', () => {
    const rows = (...assets: string[]) => ({
      vaultEpochTotals: assets.map((one) => ({ assets: one, epoch: '3', vaultId: '0x1' })),
    })
    expect(exampleText('epochAssets', rows('0', '5'), UNITS)).toBe(
      '5 base units, of epoch 3 of 0x1',
    )
    expect(exampleText('epochAssets', rows('0'), UNITS)).toBe('0 base units, of epoch 3 of 0x1')
  })
})
