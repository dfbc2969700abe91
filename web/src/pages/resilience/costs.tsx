import { Bars } from '../../chart/bars'
import { Figure } from '../../chart/figure'
import type { ResilienceQuery } from '../../data/types.generated'
import { approximate, compared, short } from '../../format/decimal'
import { calledOf, counted } from '../../format/text'
import { useOrigin } from '../../ui/origin'

const MOST = 15

/** What it costs to corrupt services, the cheapest first. */
export function Costs({ rows }: { rows: ResilienceQuery['robustness']['perAvs'] }) {
  const { measure } = useOrigin()
  const known = rows
    .flatMap(({ avs, costOfCorruption: cost }) => (cost ? [{ avs, lower: cost.lower }] : []))
    .sort((a, b) => compared(a.lower, b.lower))
  const shown = known.slice(0, MOST)
  const most = approximate(shown.at(-1)?.lower ?? '0')
  const more = known.length > MOST ? `, the cheapest ${MOST}` : ''
  return (
    <Figure
      title="What it costs to corrupt a service"
      caption={
        shown.length === 0
          ? 'No cost is known.'
          : `${counted(known.length, 'service')} with a known cost${more}; bars are parts of the largest one shown, ${measure.text(shown.at(-1)!.lower)}.`
      }
      state={shown.length === 0 ? 'empty' : 'ready'}
      rows={[
        ['service', `at least, ${measure.name}`],
        ...known.map(({ avs, lower }) => [avs.id, measure.whole(lower)]),
      ]}
    >
      {(width, ids) => (
        <Bars
          width={width}
          ids={ids}
          bars={shown.map(({ avs, lower }) => ({
            key: avs.id,
            name: calledOf(avs),
            part: most === 0 ? '0' : (approximate(lower) / most).toFixed(6),
            label: short(measure.whole(lower)),
            text: `at least ${measure.text(lower)}`,
          }))}
        />
      )}
    </Figure>
  )
}
