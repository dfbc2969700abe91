/** Memory of a process at a time. */
export interface Sample {
  minute: number
  megabytes: number
  pid: number
}

/** Growth that is no growth: what the garbage collector leaves differs by so much. */
const NOISE = 1.15

/** Whether the median of the last third is not above that of the third before, but for noise. The first third fills caches. */
export function isFlat(samples: readonly Sample[]): boolean {
  const third = Math.floor(samples.length / 3)
  const medianOf = (some: readonly Sample[]) =>
    some.map(({ megabytes }) => megabytes).sort((a, b) => a - b)[Math.floor(some.length / 2)]!
  return medianOf(samples.slice(2 * third)) <= NOISE * medianOf(samples.slice(third, 2 * third))
}
