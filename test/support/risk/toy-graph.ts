import type { StakeGraph } from '../../../src/risk/graph/graph'

/** One commitment of the toy network: of an operator to the one set of a service, in one pool. */
export interface Promised {
  operator: string
  service: string
  /** Stake it can slash; default 0. */
  slashable?: bigint
}

/**
 * A graph with one pool and one set per service, from plain numbers. Slashable stake is a magnitude
 * of the operator's whole, which is its stake, so that both are the same numbers.
 *
 * @param caps stake of each operator
 */
export function toyGraph(caps: Record<string, bigint>, promises: readonly Promised[]): StakeGraph {
  const operators = Object.keys(caps).sort()
  const services = [...new Set(promises.map(({ service }) => service))].sort()
  const lines = [...promises].sort((a, b) =>
    a.service === b.service ? (a.operator < b.operator ? -1 : 1) : a.service < b.service ? -1 : 1,
  )
  const cap = operators.map((operator) => caps[operator]!)
  const slashable = lines.map((line) => line.slashable ?? 0n)
  return {
    operators,
    services,
    sets: services.map((id, service) => ({ id: `${id}/0`, service, slashes: true, accepts: [0] })),
    pools: ['P'],
    buckets: {
      operator: Int32Array.from(operators.keys()),
      pool: new Int32Array(operators.length),
      cap,
      queued: null,
      maxMagnitude: cap,
    },
    commitments: {
      operator: Int32Array.from(lines, ({ operator }) => operators.indexOf(operator)),
      set: Int32Array.from(lines, ({ service }) => services.indexOf(service)),
      bucket: Int32Array.from(lines, ({ operator }) => operators.indexOf(operator)),
      isRegistered: new Uint8Array(lines.length).fill(1),
      registered: lines.map(({ operator }) => caps[operator]!),
      slashable,
      minSlashable: slashable,
      magnitude: slashable,
      minMagnitude: slashable,
    },
    unknownBases: [],
  }
}

/** The toy network of the metrics reference, in base units of 1e18 each. */
export function toyNetwork(): StakeGraph {
  const whole = 10n ** 18n
  const slashable: Record<string, [string, bigint][]> = {
    S1: [
      ['O1', 20n],
      ['O2', 9n],
      ['O3', 3n],
    ],
    S2: [
      ['O1', 15n],
      ['O2', 6n],
    ],
    S3: [
      ['O1', 5n],
      ['O4', 0n],
    ],
  }
  return toyGraph(
    { O1: 50n * whole, O2: 30n * whole, O3: 15n * whole, O4: 5n * whole },
    Object.entries(slashable).flatMap(([service, list]) =>
      list.map(([operator, stake]) => ({ service, operator, slashable: stake * whole })),
    ),
  )
}
