/** Whether this run has everything, as `npm run test:long` does; CI has a short form of what shows one mechanism by many cases. */
export const IS_LONG = process.env.LINCHPIN_TEST_LONG !== undefined

/**
 * Cases of one mechanism: all of them in a long run, otherwise `count` of them, evenly over the list, the first one and the
 * last one included.
 */
export function someOf<T>(cases: readonly T[], count: number): T[] {
  if (IS_LONG || cases.length <= count) return [...cases]
  if (count === 1) return [cases[0]!]
  return Array.from(
    { length: count },
    (_, n) => cases[Math.round((n * (cases.length - 1)) / (count - 1))]!,
  )
}
