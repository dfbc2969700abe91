type Comparable = string | number | bigint | boolean | null | undefined

/** Counts comparisons of values with answers of contracts. */
export class Tally {
  compared = 0
  /** Of them those that are not zero, empty or false in the answers. */
  nonZero = 0
  readonly differences: string[] = []
  readonly byField = new Map<string, number>()

  /** @param where path of the value; its last part is the name of the field */
  compare(where: string, ours: Comparable, theirs: Comparable): void {
    const field = where.slice(where.lastIndexOf(' ') + 1)
    this.compared++
    this.byField.set(field, (this.byField.get(field) ?? 0) + 1)
    const expected = textOf(theirs)
    if (!ZEROS.has(expected)) this.nonZero++
    const found = textOf(ours)
    if (found !== expected) this.differences.push(`${where}: ${found}, not ${expected}`)
  }

  /** The count as a line. */
  toString(): string {
    return `${this.compared} values compared, ${this.nonZero} not zero, ${this.differences.length} different`
  }
}

const ZERO_ADDRESS = `0x${'0'.repeat(40)}`
const ZEROS = new Set(['0', 'false', 'null', '', ZERO_ADDRESS])

/** Amounts and addresses as text in lower case. */
function textOf(value: Comparable): string {
  return value === undefined ? 'undefined' : `${value}`.toLowerCase()
}
