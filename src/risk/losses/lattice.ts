/** A multiple of the step that is added to a sum, and its probability. */
interface Shift {
  readonly by: number
  readonly probability: number
}

/** A part in [0, 1], and its probability; those of one fault add up to 1, with 0 for none. */
export interface Chance {
  readonly part: number
  readonly probability: number
}

/** Rows with a common fault, and faults of their own; independent of all other blocks. */
export interface Block {
  /** What the common fault takes of all rows. */
  readonly common: readonly Chance[]
  readonly rows: readonly { readonly loss: number; readonly own: readonly Chance[] }[]
}

/**
 * Distribution of the sum of losses of blocks on a lattice, by convolution row by row. Every amount
 * is rounded to a multiple of the step: rounded down, the sum is never above the real one, rounded
 * up never below, whatever happens; so are its quantiles. A generator with a step per row.
 *
 * @param start loss that is certain
 * @param size number of multiples: the last entry of the result has all sums of `size` steps or more
 */
export function* latticeSteps(
  blocks: readonly Block[],
  start: number,
  step: number,
  size: number,
  round: (amount: number) => number,
): Generator<number, Float64Array> {
  let mass = new Float64Array(size + 1)
  mass[Math.min(size, round(start / step))] = 1
  let done = 0
  for (const { common, rows } of blocks) {
    const sum = rows.reduce((all, { loss }) => all + loss, 0)
    const mixed = common.length === 1 ? null : new Float64Array(size + 1)
    let one = mass
    for (const { part, probability } of common) {
      if (mixed) one = mass.slice()
      // The losses of the common fault are rounded as one.
      if (part > 0) add(one, [{ by: round((part * sum) / step), probability: 1 }])
      for (const { loss, own } of rows) {
        const rest = loss * (1 - part)
        add(
          one,
          own.map(({ part, probability }) => ({ by: round((rest * part) / step), probability })),
        )
        yield done
      }
      if (mixed) for (let at = 0; at <= size; at++) mixed[at]! += probability * one[at]!
    }
    done += rows.length
    mass = mixed ?? one
  }
  return mass
}

/** Adds an independent amount to the sum, in place. */
function add(mass: Float64Array, shifts: readonly Shift[]): void {
  const stay = shifts.reduce((sum, { by, probability }) => (by === 0 ? sum + probability : sum), 0)
  const moving = shifts.filter(({ by, probability }) => by > 0 && probability > 0)
  if (moving.length === 0) return
  const size = mass.length - 1
  let top = size - 1
  while (top >= 0 && mass[top] === 0) top--
  let beyond = mass[size]!
  let highest = top
  for (const { by, probability } of moving) {
    let sum = 0
    for (let at = Math.max(0, size - by); at <= top; at++) sum += mass[at]!
    beyond += probability * sum
    highest = Math.max(highest, Math.min(size - 1, top + by))
  }
  const [only] = moving
  if (moving.length === 1 && only) addOne(mass, stay, only, highest)
  else addSome(mass, stay, moving, highest)
  mass[size] = beyond
}

/** The new masses up to the highest one, with one shift: the rule, and the innermost loop of all. */
function addOne(
  mass: Float64Array,
  stay: number,
  { by, probability }: Shift,
  highest: number,
): void {
  for (let at = highest; at >= by; at--) mass[at] = stay * mass[at]! + probability * mass[at - by]!
  for (let at = Math.min(highest, by - 1); at >= 0; at--) mass[at] = stay * mass[at]!
}

function addSome(
  mass: Float64Array,
  stay: number,
  shifts: readonly Shift[],
  highest: number,
): void {
  for (let at = highest; at >= 0; at--) {
    let sum = stay * mass[at]!
    for (const { by, probability } of shifts) {
      if (at >= by) sum += probability * mass[at - by]!
    }
    mass[at] = sum
  }
}
