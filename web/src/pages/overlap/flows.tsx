import { Figure } from '../../chart/figure'
import { FlowPicture } from '../../chart/flow-picture'
import { type Flow, OTHERS } from '../../chart/flows'
import type { Measure } from '../../data/measure'
import type { OverlapQuery } from '../../data/types.generated'
import { added, compared, shifted } from '../../format/decimal'
import { calledOf } from '../../format/text'
import { flowSentence } from '../../sentences/overlap'
import { labelOf } from './pairs'

type Columns = OverlapQuery['exposure']['columns']

/** Whose stake stands behind what. */
export function Flows({ columns, measure }: { columns: Columns; measure: Measure }) {
  const members = new Map(
    columns.flatMap(({ member, operators }) =>
      [member, ...operators.map(({ operator }) => operator)].map((one) => [one.id, one] as const),
    ),
  )
  const flows = flowsOf(columns)
  const missing = columns.filter(({ total }) => total === null).length
  const named = (id: string) => (id === OTHERS ? 'others' : calledOf(members.get(id) ?? { id }))
  return (
    <Figure
      title="Whose stake stands behind what"
      caption={flowSentence(columns, measure, missing)}
      state={flows.length === 0 ? 'empty' : missing > 0 ? 'estimated' : 'ready'}
      rows={[
        ['operator and service', 'operator', 'service', measure.name],
        ...columns.flatMap(({ member, operators }) =>
          operators.map(({ operator, amount }) => [
            `${operator.id} ${member.id}`,
            operator.id,
            member.id,
            amount === null ? 'unknown' : measure.whole(amount),
          ]),
        ),
      ]}
    >
      {(width, ids) => (
        <FlowPicture
          width={width}
          ids={ids}
          flows={flows}
          label={(id) => (id === OTHERS ? 'others' : labelOf(members.get(id) ?? { id }))}
          text={({ from, to, amount }) =>
            `${named(from)} behind ${named(to)}: ${measure.text(amount)}`
          }
        />
      )}
    </Figure>
  )
}

/** What is listed of each service, and the rest of its stake as that of others. */
function flowsOf(columns: Columns): Flow[] {
  return columns.flatMap(({ member, total, operators }) => {
    if (total === null || compared(total, '0') <= 0) return []
    const own = operators.flatMap(({ operator, amount }) =>
      amount === null ? [] : [{ from: operator.id, to: member.id, amount }],
    )
    const rest = own.reduce((left, { amount }) => added(left, `-${amount}`), total)
    // Amounts are rounded to 18 digits: less than a millionth is no operator.
    return compared(shifted(rest, 6), total) > 0
      ? [...own, { from: OTHERS, to: member.id, amount: rest }]
      : own
  })
}
