import { describe, expect, test } from 'vitest'
import { plain } from '../data/measure'
import type { FiguresFragment as Figures } from '../data/types.generated'
import { overviewSentences } from './overview'

const ETH = plain('ETH')

const NOW: Figures = {
  operators: 32,
  holders: 30,
  stake: '2000',
  ofSlashable: { hhi: '0.2', nakamoto: 2, topShare: '0.25' },
  slashable: '1000',
  slashableLeverage: '0.5',
  phantomShare: '0.9',
  capitalAtRisk: '1000',
  block: { number: 3000, timestampAtLeast: 2_592_000 },
  coverage: { isComplete: true },
}
const slashable = (change: Partial<NonNullable<Figures['ofSlashable']>>): Figures => ({
  ...NOW,
  ofSlashable: { ...NOW.ofSlashable!, ...change },
})
const BEFORE: Figures = { ...NOW, block: { number: 100, timestampAtLeast: 0 } }
const none = { total: 0, items: [] }
const CHANGES = {
  came: { operators: none, avss: none },
  left: { operators: none, avss: none },
  slashings: none,
  moved: none,
}

const sentences = (now: Figures, before: Figures = BEFORE, changes = CHANGES) =>
  overviewSentences({ now, before, changes }, ETH)

describe('sentences of the overview', () => {
  test('say whether it is more fragile, and by which signs', () => {
    expect(sentences(NOW)[0]).toBe(
      'As fragile as at block 100, 30 days before: HHI of what can be slashed stayed 0.2; the operators to a third stayed 2; slashable leverage stayed 50.0 %.',
    )
    expect(sentences(slashable({ hhi: '0.3', nakamoto: 1 }))[0]).toMatch(
      /^More fragile than .*HHI of what can be slashed rose from 0.2 to 0.3; the operators to a third fell from 2 to 1/,
    )
    expect(sentences(slashable({ hhi: '0.1' }))[0]).toMatch(/^Less fragile than/)
  })

  test('change with every figure that they name', () => {
    const text = sentences(NOW).join(' ')
    const changed: Partial<Figures>[] = [
      { operators: 33 },
      slashable({ nakamoto: 3 }),
      slashable({ topShare: '0.26' }),
      { stake: '2100' },
      slashable({ hhi: '0.21' }),
      { slashable: '1100' },
      { slashableLeverage: '0.55' },
      { phantomShare: '0.8' },
      { coverage: { isComplete: false } },
    ]
    for (const change of changed) {
      expect(sentences({ ...NOW, ...change }).join(' '), JSON.stringify(change)).not.toBe(text)
    }
    const slashed = { ...CHANGES, slashings: { total: 3, items: [] } }
    expect(sentences(NOW, BEFORE, slashed).at(-1)).toContain('3 slashings')
  })

  test('say nothing of the past where there is none', () => {
    const first = sentences(NOW, { ...NOW })
    expect(first[0]).toMatch(/^32 operators are active/)
  })
})
