import type { StakeGraph } from './graph'

/** The graph with some of its commitments only: measures of one service need no others. @param lines positions, ascending */
export function withLines(graph: StakeGraph, lines: readonly number[]): StakeGraph {
  const { commitments } = graph
  const pick = <V>(values: { readonly [line: number]: V }) => lines.map((line) => values[line]!)
  return {
    ...graph,
    commitments: {
      operator: Int32Array.from(pick(commitments.operator)),
      set: Int32Array.from(pick(commitments.set)),
      bucket: Int32Array.from(pick(commitments.bucket)),
      isRegistered: Uint8Array.from(pick(commitments.isRegistered)),
      registered: pick(commitments.registered),
      slashable: pick(commitments.slashable),
      minSlashable: pick(commitments.minSlashable),
      magnitude: pick(commitments.magnitude),
      minMagnitude: pick(commitments.minMagnitude),
    },
  }
}
