import { Figure } from '../../chart/figure'
import { Plot } from '../../chart/plot'
import type { Measure } from '../../data/measure'
import type { LossesQuery } from '../../data/types.generated'
import { approximate, percent, tickText } from '../../format/decimal'

type Tail = LossesQuery['lossDistribution']['tails'][number]

/** How losses grow towards the rare cases. */
export function Tails({ tails, measure }: { tails: readonly Tail[]; measure: Measure }) {
  const known = tails.filter(({ valueAtRisk }) => valueAtRisk !== null)
  const last = known.at(-1)
  const textOf = ({ level }: Tail, value: string | null) =>
    `${percent(level)}: ${value === null ? 'unknown' : measure.text(value)}`
  const wholeOf = (value: string | null) => (value === null ? null : measure.whole(value))
  // Levels stand side by side: on their own scale the rare ones would lie on each other.
  const points = (pick: (tail: Tail) => string | null) =>
    tails.map((tail, x) => {
      const value = pick(tail)
      return {
        x,
        y: value === null ? null : approximate(measure.whole(value)),
        text: textOf(tail, value),
      }
    })
  return (
    <Figure
      title="Losses by level"
      caption={
        last
          ? `In all but ${percent(complement(last.level))} of the cases at most ${measure.text(last.valueAtRisk!)} are lost; dashed: what is lost on average beyond each level.`
          : 'No level has a loss that is known.'
      }
      state={last ? 'ready' : 'empty'}
      rows={[
        ['level', 'value at risk', 'expected shortfall', 'lower', 'upper'],
        ...tails.map(({ level, valueAtRisk, expectedShortfall, lower, upper }) => [
          level,
          ...[valueAtRisk, expectedShortfall].map((one) => wholeOf(one) ?? 'unknown'),
          ...[lower, upper].map((one) => wholeOf(one) ?? ''),
        ]),
      ]}
    >
      {(width, ids) => (
        <Plot
          width={width}
          ids={ids}
          series={[
            { name: 'Value at risk', points: points(({ valueAtRisk }) => valueAtRisk) },
            {
              name: 'Expected shortfall (dashed)',
              points: points(({ expectedShortfall }) => expectedShortfall),
            },
          ]}
          isStep={false}
          xText={(x) => (tails[x] ? percent(tails[x].level) : '')}
          yText={tickText}
          xName="level, on no scale"
          yName={measure.name}
        />
      )}
    </Figure>
  )
}

/** One less a decimal below one. */
function complement(level: string): string {
  const part = level.split('.')[1] ?? ''
  const scale = 10n ** BigInt(part.length)
  return `0.${(scale - BigInt(part || '0')).toString().padStart(part.length, '0')}`
}
