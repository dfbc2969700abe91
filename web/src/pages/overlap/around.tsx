import { adjust } from '../../app/place'
import { MOST_NEIGHBOURS, type Neighbour } from '../../chart/ego'
import { EgoGraph } from '../../chart/ego-graph'
import { Figure } from '../../chart/figure'
import { leafOrder } from '../../chart/leaf-order'
import type { OverlapQuery } from '../../data/types.generated'
import { approximate, percent } from '../../format/decimal'
import { agreed, calledOf } from '../../format/text'
import { labelOf, type Pairs } from './pairs'

/** Links between neighbours that are drawn, the strongest ones. */
const MOST_LINKS = 150

type Near = Neighbour & { readonly label: string; readonly exact: string }

/** Who is alike to one: the one that the URL names, or one of the most alike pair. */
export function Around(props: {
  pairs: Pairs
  overlap: OverlapQuery['overlap']
  focus: string
  one: string
}) {
  const { pairs, overlap, one } = props
  const centre = props.focus || overlap.pairs[0]?.a.id || ''
  const found = ordered(neighboursOf(centre, pairs, overlap), pairs)
  const item = overlap.items.find(({ id }) => id === centre)
  const name = item ? calledOf(item) : 'none'
  const nearest = [...found].sort((a, b) => b.value - a.value)[0]
  const positions = new Map(found.map(({ id }, index) => [id, index]))
  const links = pairs.listed
    .filter(
      ({ a, b, value }) =>
        positions.has(a.id) && positions.has(b.id) && approximate(value ?? '0') > 0,
    )
    .slice(0, MOST_LINKS)
    .map(({ a, b }) => [positions.get(a.id)!, positions.get(b.id)!] as const)
  return (
    <Figure
      title={`Around one ${one}`}
      caption={
        nearest
          ? `${name} in the centre; ${found.length} ${agreed(found.length, 'is', 'are')} alike to it, the nearer the more. The nearest is ${nearest.label}: ${percent(nearest.exact)}.`
          : `Nothing is alike to ${name}.`
      }
      state={nearest ? 'ready' : 'empty'}
      rows={[['id', `alike to ${centre}`], ...found.map(({ id, exact }) => [id, exact])]}
    >
      {(width, ids) => (
        <EgoGraph
          width={width}
          ids={ids}
          centre={name}
          neighbours={found}
          links={links}
          onOpen={(at) => adjust({ focus: found[at]!.id })}
        />
      )}
    </Figure>
  )
}

/** Those that have something in common with it, the most alike first. */
function neighboursOf(
  centre: string,
  pairs: Pairs,
  { nearest, items }: OverlapQuery['overlap'],
): Near[] {
  const members = new Map(items.map((item) => [item.id, item]))
  const near = nearest
    ? nearest.map(({ member, value }) => ({ id: member.id, value }))
    : pairs.listed
        .filter(({ a, b }) => a.id === centre || b.id === centre)
        .map(({ a, b, value }) => ({ id: a.id === centre ? b.id : a.id, value }))
  return near.slice(0, MOST_NEIGHBOURS).flatMap(({ id, value }) => {
    if (value === null || approximate(value) === 0) return []
    const label = labelOf(members.get(id) ?? { id })
    return [{ id, value: approximate(value), exact: value, label }]
  })
}

/** By cluster, so that those that are alike to each other stand side by side. */
function ordered(near: readonly Near[], pairs: Pairs): Near[] {
  const likeness = (a: number, b: number) =>
    approximate(pairs.likenessOf(near[a]!.id, near[b]!.id) ?? '0')
  return leafOrder(near.length, likeness).map((position) => near[position]!)
}
