/** Somebody around the one in the centre. */
export interface Neighbour {
  readonly id: string
  /** How alike, in [0, 1]. */
  readonly value: number
}

/** Where somebody is drawn. */
export interface Placed extends Neighbour {
  readonly x: number
  readonly y: number
}

/** Most that are drawn around one. */
export const MOST_NEIGHBOURS = 199

/**
 * Places neighbours around a centre: the more alike, the nearer; those that are alike to each other side by side.
 *
 * @param neighbours in the order in which they stand around it
 * @param radius of the circle of those that are not alike at all
 * @returns places, from the centre (0, 0)
 */
export function around(neighbours: readonly Neighbour[], radius: number): Placed[] {
  const most = Math.max(0, ...neighbours.map(({ value }) => value))
  return neighbours.map((one, index) => {
    const angle = (index / neighbours.length) * 2 * Math.PI - Math.PI / 2
    const distance = distanceOf(one.value, most, radius)
    return { ...one, x: distance * Math.cos(angle), y: distance * Math.sin(angle) }
  })
}

/** From the centre: a quarter of the radius for the most alike, all of it for likeness 0. */
export function distanceOf(value: number, most: number, radius: number): number {
  return most === 0 ? radius : radius * (1 - 0.75 * (value / most))
}

/** Pixels around a mark that are taken for it. */
const NEAR = 14

/** The position of the one at a place; null: nobody is near it. */
export function under(placed: readonly Placed[], x: number, y: number): number | null {
  let best: number | null = null
  let least = NEAR
  for (const [index, one] of placed.entries()) {
    const distance = Math.hypot(one.x - x, one.y - y)
    if (distance > least) continue
    least = distance
    best = index
  }
  return best
}
