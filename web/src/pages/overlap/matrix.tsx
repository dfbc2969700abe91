import { adjust } from '../../app/place'
import { Figure } from '../../chart/figure'
import { Heatmap } from '../../chart/heatmap'
import { percent } from '../../format/decimal'
import { calledOf } from '../../format/text'
import { labelOf, type Pairs } from './pairs'

/** All pairs at once, ordered by cluster. */
export function Matrix({ pairs, many }: { pairs: Pairs; many: string }) {
  const { items, count, likenessOf, isComplete } = pairs
  const shown = items.length < count ? `${items.length} of ${count} ${many}` : `${count} ${many}`
  const rest = isComplete ? '' : ' Pairs that are less alike than those listed count as 0.'
  return (
    <Figure
      title="Who is alike"
      caption={`${shown}, those that are alike side by side; the stronger the colour, the more alike.${rest}`}
      state={items.length < 2 ? 'empty' : 'ready'}
      rows={[
        ['id', ...items.map(({ id }) => id)],
        ...items.map((row) => [
          row.id,
          ...items.map((column) =>
            row === column ? '1' : (likenessOf(row.id, column.id) ?? 'unknown'),
          ),
        ]),
      ]}
    >
      {(width, ids) => (
        <Heatmap
          width={width}
          ids={ids}
          items={items.map((item) => ({ id: item.id, label: labelOf(item) }))}
          likenessOf={(row, column) => likenessOf(items[row]!.id, items[column]!.id)}
          text={(row, column) => {
            const value = likenessOf(items[row]!.id, items[column]!.id)
            return `${calledOf(items[row]!)} and ${calledOf(items[column]!)}: ${value === null ? 'unknown' : percent(value)}`
          }}
          onOpen={(row) => adjust({ focus: items[row]!.id })}
        />
      )}
    </Figure>
  )
}
