/** From numbers to pixels, evenly. */
interface Scale {
  (value: number): number
  /** The number at a pixel. */
  invert(pixel: number): number
  /** Round numbers in its range, about as many as asked for. */
  ticks(count: number): number[]
}

/** @param from numbers at both ends @param to pixels at both ends */
export function linear(
  [low, high]: readonly [number, number],
  [start, end]: readonly [number, number],
): Scale {
  const size = high - low
  const scale = (value: number) =>
    size === 0 ? (start + end) / 2 : start + ((value - low) / size) * (end - start)
  return Object.assign(scale, {
    invert: (pixel: number) => low + ((pixel - start) / (end - start)) * size,
    ticks: (count: number) => ticksOf(low, high, count),
  })
}

/** A step of ticks: 1, 2 or 5 times a power of ten. Below 1 it is by how much to divide, so that tenths have no rest. */
interface Step {
  readonly size: number
  readonly isDivisor: boolean
}

/** The step that comes nearest to so many ticks. */
function stepOf(size: number, count: number): Step {
  const rough = size / Math.max(1, count)
  const power = Math.floor(Math.log10(rough))
  const part = rough / 10 ** power
  const factor =
    part >= Math.sqrt(50) ? 10 : part >= Math.sqrt(10) ? 5 : part >= Math.sqrt(2) ? 2 : 1
  return power < 0
    ? { size: 10 ** -power / factor, isDivisor: true }
    : { size: 10 ** power * factor, isDivisor: false }
}

const multiple = ({ size, isDivisor }: Step, times: number) =>
  isDivisor ? times / size : times * size
const timesIn = ({ size, isDivisor }: Step, value: number) =>
  isDivisor ? value * size : value / size

function ticksOf(low: number, high: number, count: number): number[] {
  if (high <= low) return [low]
  const step = stepOf(high - low, count)
  let first = Math.round(timesIn(step, low))
  let last = Math.round(timesIn(step, high))
  if (multiple(step, first) < low) first++
  if (multiple(step, last) > high) last--
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    multiple(step, first + index),
  )
}

/** The tick at or above a number, of an axis from 0 that ends at that tick. */
export function niceTop(high: number, count: number): number {
  const above = (value: number) => {
    const step = stepOf(value, count)
    return multiple(step, Math.ceil(timesIn(step, value)))
  }
  // A wider axis may have wider steps.
  return above(above(high))
}
