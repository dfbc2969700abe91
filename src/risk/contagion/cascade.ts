import type { Basis, StakeGraph, Valuation } from '../graph/graph'
import { compare, multiply, type Ratio, ratio } from '../math/ratio'
import { partOf, WAD } from '../math/wad'
import { type BucketLoss, Simulation } from './simulation'

/** What happens at first. Things are named by their position in the graph. */
export type Shock =
  /** A set slashes an operator in some pools, each by a part of 1e18 of what it can. */
  | {
      kind: 'SLASH'
      operator: number
      set: number
      pools: readonly number[]
      wads: readonly bigint[]
    }
  /** Operators are slashed by all sets of some services, by a part of what those can. */
  | { kind: 'GROUP'; operators: readonly number[]; services: readonly number[] | null; wad: bigint }
  /** All sets of a service slash everything that they can. */
  | { kind: 'BYZANTINE'; service: number }
  /** An operator loses a part of all its stake, whoever takes it. */
  | { kind: 'LOSS'; operator: number; part: Ratio }
  /** A pool loses a part of what is in it. */
  | { kind: 'DRAIN'; pool: number; part: Ratio }
  /** A part of a pool's stake is withdrawn. */
  | { kind: 'EXIT'; pool: number; part: Ratio }
  /** A pool's asset loses a part of its value. */
  | { kind: 'DEPEG'; pool: number; part: Ratio }

/** What follows from it. Both rules only take stake away, so the end does not depend on their order. */
export interface Rules {
  /** Least stake of each service, in units of 1 / unit: below it the service fails. Null: it has no minimum. */
  readonly minimum: readonly (Ratio | null)[] | null
  /** Part of its stake whose loss makes an operator leave all its sets, in (0, 1]. */
  readonly ejection: Ratio | null
}

/** Something that happened, and what made it happen. */
export interface CascadeEvent {
  readonly kind: Shock['kind'] | 'SERVICE_FAILED' | 'OPERATOR_EJECTED' | 'NOTHING_TO_SLASH'
  /** Operator, or null. */
  readonly operator: number | null
  readonly service: number | null
  readonly set: number | null
  readonly pool: number | null
  /** Stake before and after: of the bucket, the service or the operator. */
  readonly before: Ratio
  readonly after: Ratio
}

/** What comes of shocks. */
export interface Outcome {
  readonly simulation: Simulation
  /** Weights after depegs. */
  readonly valuation: Valuation
  /** Round 0: the shocks; then what followed, until nothing does. */
  readonly rounds: readonly (readonly CascadeEvent[])[]
  /** Stake of each service before and after. */
  readonly before: readonly Ratio[]
  readonly after: readonly Ratio[]
  /** Round in which each service failed; null: it did not. */
  readonly failedIn: readonly (number | null)[]
}

const ZERO = ratio(0n)
const ONE = ratio(1n)

/**
 * Applies shocks, then the rules, round by round, until nothing changes: after at most one round for each operator and
 * service.
 *
 * @param basis stake by which services are measured: REGISTERED, SLASHABLE or MIN_SLASHABLE
 * @throws RangeError on parts outside [0, 1], wads outside (0, 1e18], or pools and wads of different numbers
 */
export function cascade(
  graph: StakeGraph,
  basis: Basis,
  valuation: Valuation,
  shocks: readonly Shock[],
  rules: Rules,
): Outcome {
  checkPart(rules.ejection)
  const simulation = new Simulation(graph)
  const before = serviceStake(simulation, basis, valuation)
  const heldBefore = operatorStake(simulation, valuation)
  const factors = graph.pools.map(() => ONE)
  const first = shocks.flatMap((shock) => apply(simulation, shock, factors))
  const priced = depegged(valuation, factors)
  const rounds = [first]
  const failedIn: (number | null)[] = graph.services.map(() => null)
  const ejected = new Uint8Array(graph.operators.length)
  for (;;) {
    const round = rounds.length
    const events: CascadeEvent[] = []
    const now = serviceStake(simulation, basis, priced)
    rules.minimum?.forEach((minimum, service) => {
      if (minimum === null || failedIn[service] !== null) return
      if (compare(now[service]!, minimum) >= 0n) return
      failedIn[service] = round
      events.push({
        ...NOBODY,
        kind: 'SERVICE_FAILED',
        service,
        before: before[service]!,
        after: now[service]!,
      })
    })
    if (rules.ejection) {
      const held = operatorStake(simulation, priced)
      held.forEach((stake, operator) => {
        const had = heldBefore[operator]!
        if (ejected[operator] === 1 || had.num === 0n) return
        // Lost at least the part: what is left is at most the rest.
        const rest = multiply(
          had,
          ratio(rules.ejection!.den - rules.ejection!.num, rules.ejection!.den),
        )
        if (compare(stake, rest) > 0n) return
        ejected[operator] = 1
        simulation.eject(operator)
        events.push({ ...NOBODY, kind: 'OPERATOR_EJECTED', operator, before: had, after: stake })
      })
    }
    if (events.length === 0) break
    rounds.push(events)
  }
  const after = serviceStake(simulation, basis, priced)
  return { simulation, valuation: priced, rounds, before, after, failedIn }
}

const NOBODY = { operator: null, service: null, set: null, pool: null }

function apply(simulation: Simulation, shock: Shock, factors: Ratio[]): CascadeEvent[] {
  const { graph } = simulation
  const { commitments, buckets } = graph
  const event = (
    loss: BucketLoss,
    parts: Partial<Pick<CascadeEvent, 'operator' | 'set' | 'service'>>,
  ): CascadeEvent => ({
    ...NOBODY,
    ...parts,
    kind: shock.kind,
    pool: buckets.pool[loss.bucket]!,
    before: ratio(loss.before),
    after: ratio(loss.after),
  })
  const slashLine = (line: number, wad: bigint): CascadeEvent[] => {
    const loss = simulation.slash(line, wad)
    if (loss === null) return []
    const set = commitments.set[line]!
    const service = graph.sets[set]!.service
    return [event(loss, { operator: commitments.operator[line]!, set, service })]
  }
  const every = (isHit: (line: number) => boolean, wad: bigint) =>
    Array.from(commitments.set.keys()).flatMap((line) =>
      commitments.bucket[line]! >= 0 && isHit(line) ? slashLine(line, wad) : [],
    )
  const serviceOf = (line: number) => graph.sets[commitments.set[line]!]!.service
  const inPool = (pool: number) =>
    [...buckets.pool.keys()].filter((bucket) => buckets.pool[bucket] === pool)

  switch (shock.kind) {
    case 'SLASH': {
      const { operator, set, pools, wads } = shock
      if (pools.length !== wads.length) throw new RangeError('A wad is needed for each pool')
      return pools.flatMap((pool, index) => {
        const line = simulation.lineOf(operator, set, pool)
        const events = line < 0 ? [] : slashLine(line, wads[index]!)
        if (events.length > 0) return events
        const service = graph.sets[set]!.service
        return [
          { kind: 'NOTHING_TO_SLASH', operator, set, service, pool, before: ZERO, after: ZERO },
        ]
      })
    }
    case 'GROUP': {
      const operators = new Set(shock.operators)
      const services = shock.services && new Set(shock.services)
      return every(
        (line) =>
          operators.has(commitments.operator[line]!) && (services?.has(serviceOf(line)) ?? true),
        shock.wad,
      )
    }
    case 'BYZANTINE':
      return every((line) => serviceOf(line) === shock.service, WAD)
    case 'LOSS': {
      checkPart(shock.part)
      return [...buckets.operator.keys()]
        .filter((bucket) => buckets.operator[bucket] === shock.operator)
        .map((bucket) =>
          event(simulation.loseShare(bucket, shock.part), { operator: shock.operator }),
        )
    }
    case 'DRAIN':
    case 'EXIT': {
      checkPart(shock.part)
      return inPool(shock.pool).map((bucket) => {
        const operator = buckets.operator[bucket]!
        const change =
          shock.kind === 'DRAIN'
            ? simulation.loseShare(bucket, shock.part)
            : simulation.exit(bucket, shock.part)
        return event(change, { operator: operator < 0 ? null : operator })
      })
    }
    case 'DEPEG': {
      checkPart(shock.part)
      const before = factors[shock.pool]!
      const after = multiply(before, ratio(shock.part.den - shock.part.num, shock.part.den))
      factors[shock.pool] = after
      return [{ ...NOBODY, kind: 'DEPEG', pool: shock.pool, before, after }]
    }
  }
}

function checkPart(part: Ratio | null): void {
  if (part && (part.num < 0n || part.num > part.den)) {
    throw new RangeError(`Not in [0, 1]: ${part.num}/${part.den}`)
  }
}

/** Weights with the factors in them, over one denominator. */
function depegged({ weights, unit }: Valuation, factors: readonly Ratio[]): Valuation {
  const den = factors.reduce((all, factor) => all * factor.den, 1n)
  return {
    unit: unit * den,
    weights: weights.map(
      (weight, pool) => weight && (weight * factors[pool]!.num * den) / factors[pool]!.den,
    ),
  }
}

/**
 * Stake of each service. REGISTERED counts a bucket once for a service, however many of its sets accept it; slashable
 * parts add up.
 */
export function serviceStake(
  simulation: Simulation,
  basis: Basis,
  { weights, unit }: Valuation,
): Ratio[] {
  const { graph, registered, slashable, cap, minMagnitude, maxMagnitude } = simulation
  const { commitments, buckets, sets } = graph
  const totals = graph.services.map(() => 0n)
  const counted = new Map<number, Map<number, bigint>>()
  for (let line = 0; line < commitments.set.length; line++) {
    const bucket = commitments.bucket[line]!
    if (bucket < 0 || !simulation.counts(line)) continue
    const weight = weights[buckets.pool[bucket]!]!
    if (weight === null) continue
    const service = sets[commitments.set[line]!]!.service
    if (basis === 'SLASHABLE') totals[service]! += slashable[line]! * weight
    else if (basis === 'MIN_SLASHABLE') {
      totals[service]! += partOf(cap[bucket]!, minMagnitude[line]!, maxMagnitude[bucket]!) * weight
    } else if (commitments.isRegistered[line] === 1) {
      const key = bucket * graph.operators.length + commitments.operator[line]!
      const own = counted.get(service) ?? new Map<number, bigint>()
      counted.set(service, own)
      const before = own.get(key) ?? 0n
      const amount = registered[line]! * weight
      if (amount <= before) continue
      own.set(key, amount)
      totals[service]! += amount - before
    }
  }
  return totals.map((total) => ratio(total, unit))
}

/** Stake of each operator. */
function operatorStake({ graph, cap }: Simulation, { weights, unit }: Valuation): Ratio[] {
  const totals = graph.operators.map(() => 0n)
  graph.buckets.operator.forEach((operator, bucket) => {
    const weight = weights[graph.buckets.pool[bucket]!]!
    if (operator >= 0 && weight !== null) totals[operator]! += cap[bucket]! * weight
  })
  return totals.map((total) => ratio(total, unit))
}
