import type { Tally } from './tally'

/** Formats tallies as lines. */
export interface Report {
  /** Lines before the first tally. */
  head(): string[]
  /** Lines of one tally. */
  lines(tally: Tally): string[]
  /** Lines at the end. */
  foot(sum: Sum): string[]
}

/** What an audit found. */
export interface Sum {
  blocks: readonly number[]
  equal: number
  different: number
  notCallable: number
  /** Values that are unknown on one side. */
  unknown: number
  /** Checks with unknown values only, which prove nothing; not the hash of the block, which only blocks with logs have. */
  blind: readonly string[]
  /** Number of comparisons with contracts, equal or not. */
  compared: number
}

/** Names of the checks that failed. */
export function failedChecks(tallies: readonly Tally[], { blind }: Sum): string[] {
  const differing = tallies.filter(({ different }) => different > 0).map(({ name }) => name)
  return [...new Set([...differing, ...blind])]
}

/** Adds up tallies. */
export function sumOf(blocks: readonly number[], tallies: readonly Tally[]): Sum {
  const total = (count: (tally: Tally) => number) =>
    tallies.reduce((sum, one) => sum + count(one), 0)
  return {
    blocks,
    equal: total(({ equal }) => equal),
    different: total(({ different }) => different),
    notCallable: total(({ notCallable }) => notCallable),
    unknown: total(({ unknown }) => unknown),
    blind: tallies.flatMap(({ name, basis, equal, different, unknown }) =>
      basis !== 'chain' && unknown > 0 && equal + different === 0 ? [name] : [],
    ),
    compared: total((one) => (one.basis === 'contracts' ? one.equal + one.different : 0)),
  }
}

/** A JSON object per line, for programs; `kind` says what it is. */
export const jsonReport: Report = {
  head: () => [],
  lines({ differences, ...check }) {
    const found = differences.map((one) => ({ kind: 'difference', check: check.name, ...one }))
    return [{ kind: 'check', ...check }, ...found].map((line) => JSON.stringify(line))
  },
  foot: (sum) => [JSON.stringify({ kind: 'sum', ...sum })],
}

const WIDTH = 48
const row = (name: string, ...cells: (string | number)[]) =>
  [name.padEnd(WIDTH), ...cells.map((cell) => `${cell}`.padStart(12))].join(' ').trimEnd()

/** A table for people, with differences below their check. */
export const textReport: Report = {
  head: () => [row('check', 'equal', 'different', 'not callable', 'unknown')],
  lines({ name, equal, different, notCallable, unknown, differences }) {
    const more = different - differences.length
    return [
      row(name, equal, different, notCallable, unknown),
      ...differences.map(({ block, key, ours, expected }) => {
        return `  block ${block}, ${key}: ours ${ours}, should be ${expected}`
      }),
      ...(more > 0 ? [`  and ${more} more`] : []),
    ]
  },
  foot({ blocks, different, compared, unknown, blind }) {
    const range = blocks.length === 1 ? `block ${blocks[0]}` : `${blocks.length} blocks`
    const found = different === 1 ? '1 difference' : `${different} differences`
    return [
      '',
      `${range}: ${compared} comparisons with contracts, ${found}, ${unknown} values unknown`,
      ...blind.map((name) => `nothing is known for: ${name}`),
    ]
  },
}
