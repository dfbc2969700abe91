import { agreed, allOf, counted, someOf, spanText, timeText } from '../format/text'
import type { MeasuredFragment, StampFragment, StandingFragment } from './types.generated'

/** How far the index can be trusted to be that of now. */
export type Freshness = 'fresh' | 'behind' | 'invalid'

/** How old the index is now, and what it reads. */
export type Standing = StandingFragment['_meta']

type Meta = StampFragment['_meta'] & Standing

/** Blocks and seconds behind the chain from which a page says that it is behind. */
const MAX_LAG = 5
const MAX_AGE = 60

export function freshnessOf({ hasIndexingErrors, lag, age }: Meta): Freshness {
  if (hasIndexingErrors) return 'invalid'
  return lag === null || lag > MAX_LAG || (age ?? 0) > MAX_AGE ? 'behind' : 'fresh'
}

/** A line of the stamp: what, and its value. */
export type StampLine = readonly [name: string, value: string]

/** Everything that says what the figures of a page are of. */
export function stampLines(
  { _meta: meta }: { readonly _meta: Meta },
  measured: MeasuredFragment | null,
): StampLine[] {
  const { block, finalized, digest, provenTo } = meta
  return [
    ['block', String(block.number)],
    ['time', block.timestamp === null ? 'header not stored' : timeText(block.timestamp)],
    ['finality', block.number <= finalized ? 'final' : `not final (final to ${finalized})`],
    ['index', indexText(meta)],
    ['digest', digest === null ? 'none' : digest.slice(0, 10)],
    ['proven to', provenTo === null ? 'not proven' : String(provenTo)],
    ['prices', pricesText(measured)],
    ['labels', measured?.grouping ?? 'for names alone'],
    ['coverage', coverageText(measured)],
    [
      'network',
      `${meta.network} (${meta.chainId})${meta.source === 'RECORDING' ? ', recorded' : ''}`,
    ],
  ]
}

function indexText({ hasIndexingErrors, indexingError, lag, age }: Meta): string {
  if (hasIndexingErrors) return `stopped: ${indexingError ?? 'an error'}`
  if (lag === null) return 'head of the chain not seen yet'
  const since = age === null ? '' : `, ${spanText(age)} old`
  return lag === 0 ? `at the head${since}` : `${counted(lag, 'block')} behind${since}`
}

function pricesText(measured: MeasuredFragment | null): string {
  if (!measured) return 'none used'
  const { numeraire, source } = measured.pricing
  if (numeraire === 'NATIVE') return 'none used'
  return `${numeraire}: ${source ?? 'none found'}`
}

function coverageText(measured: MeasuredFragment | null): string {
  const coverage = measured?.coverage
  if (!coverage) return 'not measured'
  if (coverage.isComplete) return allOf(coverage.pools, 'pool')
  const { pricedPools: priced, pools } = coverage
  return `${someOf(priced, pools, 'pool')} ${agreed(priced, 'has', 'have')} a price: amounts are lower bounds`
}

/** In one line, for what leaves the page. */
export function stampText(lines: readonly StampLine[], url: string): string {
  return [...lines.map(([name, value]) => `${name} ${value}`), url].join(' · ')
}
