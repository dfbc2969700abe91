import { added, approximate, compared } from '../format/decimal'

/** An amount, exact, that goes from one to another. */
export interface Flow {
  readonly from: string
  readonly to: string
  readonly amount: string
}

/** A side of somebody: where its bar begins, and how long it is. */
export interface Node {
  readonly id: string
  readonly amount: string
  readonly y: number
  readonly height: number
}

/** A band between two bars, of one height. */
interface Band extends Flow {
  readonly y0: number
  readonly y1: number
  readonly height: number
}

/** Everybody that is not one of the largest. */
export const OTHERS = 'others'

const GAP = 8

/**
 * Lays out flows between two sides: the largest of each side above, the rest as `others`; heights are by amount, so that
 * the bands of a bar fill it.
 *
 * @param most of each side, beside the others
 * @param height of the picture
 */
export function layOut(
  flows: readonly Flow[],
  most: number,
  height: number,
): { left: Node[]; right: Node[]; bands: Band[] } {
  const named = (side: 'from' | 'to') => {
    const kept = new Set(
      ranked(flows, side)
        .filter(([id]) => id !== OTHERS)
        .slice(0, most)
        .map(([id]) => id),
    )
    return (id: string) => (kept.has(id) ? id : OTHERS)
  }
  const [from, to] = [named('from'), named('to')]
  const sums = new Map<string, Flow>()
  for (const flow of flows) {
    const [a, b] = [from(flow.from), to(flow.to)]
    const key = `${a} ${b}`
    sums.set(key, { from: a, to: b, amount: added(sums.get(key)?.amount ?? '0', flow.amount) })
  }
  const merged = [...sums.values()].filter(({ amount }) => compared(amount, '0') > 0)
  const total = merged.reduce((sum, { amount }) => sum + approximate(amount), 0)
  const [lefts, rights] = [ranked(merged, 'from'), ranked(merged, 'to')]
  const gaps = GAP * Math.max(lefts.length, rights.length)
  const scale = total === 0 ? 0 : Math.max(0, height - gaps) / total
  const [left, right] = [nodesOf(lefts, scale), nodesOf(rights, scale)]
  return { left, right, bands: bandsOf(merged, left, right, scale) }
}

/** Ids of a side with what they have, the largest first, then by id; the others last. */
function ranked(flows: readonly Flow[], side: 'from' | 'to'): [id: string, amount: string][] {
  const sums = new Map<string, string>()
  for (const flow of flows) {
    sums.set(flow[side], added(sums.get(flow[side]) ?? '0', flow.amount))
  }
  const last = (id: string) => (id === OTHERS ? 1 : 0)
  return [...sums].sort(
    ([a, x], [b, y]) => last(a) - last(b) || compared(y, x) || (a < b ? -1 : a > b ? 1 : 0),
  )
}

function nodesOf(list: readonly [string, string][], scale: number): Node[] {
  let y = 0
  return list.map(([id, amount]) => {
    const node = { id, amount, y, height: approximate(amount) * scale }
    y += node.height + GAP
    return node
  })
}

function bandsOf(
  flows: readonly Flow[],
  left: readonly Node[],
  right: readonly Node[],
  scale: number,
): Band[] {
  const starts = (nodes: readonly Node[]) => new Map(nodes.map(({ id, y }) => [id, y]))
  const order = (nodes: readonly Node[]) => new Map(nodes.map(({ id }, index) => [id, index]))
  const [y0s, y1s] = [starts(left), starts(right)]
  const [a, b] = [order(left), order(right)]
  // By bar on both sides, so that bands of a bar do not cross in it.
  const sorted = [...flows].sort(
    (x, y) => a.get(x.from)! - a.get(y.from)! || b.get(x.to)! - b.get(y.to)!,
  )
  return sorted.map((flow) => {
    const height = approximate(flow.amount) * scale
    const [y0, y1] = [y0s.get(flow.from)!, y1s.get(flow.to)!]
    y0s.set(flow.from, y0 + height)
    y1s.set(flow.to, y1 + height)
    return { ...flow, y0, y1, height }
  })
}
