import { delegatedByOperator, isShared } from '../graph/delegated'
import { multiply, type Ratio, ratio } from '../math/ratio'
import { requireFraction } from '../math/threshold'
import { WAD } from '../math/wad'
import type { BucketLoss, Simulation, VaultSlash } from './simulation'
import type { Capture } from './vault-loss'

/** An assumed event. Operators, services, sets and pools are positions in the graph. */
export type Shock =
  /** A set slashes an operator: in each pool, a part (of 1e18) of what it can slash there. */
  | {
      kind: 'SLASH'
      operator: number
      set: number
      pools: readonly number[]
      wads: readonly bigint[]
    }
  /** A set slashes an amount of an operator in a pool whose stake all operators share. */
  | {
      kind: 'SLASH_AMOUNT'
      operator: number
      set: number
      pool: number
      amount: bigint
      /** Absent: the latest stake that can be slashed. */
      capture?: Capture
    }
  /**
   * All sets of some services (null: of all) slash some operators, by a part (of 1e18) of what they
   * can.
   */
  | { kind: 'GROUP'; operators: readonly number[]; services: readonly number[] | null; wad: bigint }
  /** All sets of a service slash everything they can. */
  | { kind: 'BYZANTINE'; service: number }
  /** An operator loses a part of all its stake, whatever the cause. */
  | { kind: 'LOSS'; operator: number; part: Ratio }
  /** A pool loses a part of its stake. */
  | { kind: 'DRAIN'; pool: number; part: Ratio }
  /** A part of a pool's stake is withdrawn. */
  | { kind: 'EXIT'; pool: number; part: Ratio }
  /** Shares of some pools lose a part of their value. */
  | { kind: 'DEPEG'; pools: readonly number[]; part: Ratio }

/**
 * A step of a simulation: what happened, to whom. Subjects are positions in the graph; null: none.
 */
export interface CascadeEvent {
  readonly kind:
    | Shock['kind']
    | 'SERVICE_FAILED'
    | 'OPERATOR_EJECTED'
    | 'NOTHING_TO_SLASH'
    | 'SHORTFALL'
  readonly operator: number | null
  readonly service: number | null
  readonly set: number | null
  readonly pool: number | null
  /**
   * Stake before and after, of the bucket, service or operator; of a DEPEG, the price factor of the
   * pool; of a SHORTFALL, what was accounted, and what the bucket lost.
   */
  readonly before: Ratio
  readonly after: Ratio
}

/** An event that concerns no operator, service, set or pool. */
export const NO_SUBJECT = { operator: null, service: null, set: null, pool: null } as const

const ZERO = ratio(0n)

/**
 * Applies one shock to the simulated stake.
 * @param factors price factor of each pool, which a DEPEG lowers
 * @returns one event per bucket, pool or set that was hit
 * @throws RangeError on a part outside [0, 1], a wad outside (0, 1e18], or pools and wads of
 * different number
 */
export function applyShock(simulation: Simulation, shock: Shock, factors: Ratio[]): CascadeEvent[] {
  const { graph } = simulation
  const { commitments, buckets } = graph
  const event = (
    loss: BucketLoss,
    parts: Partial<Pick<CascadeEvent, 'operator' | 'set' | 'service'>>,
  ): CascadeEvent => ({
    ...NO_SUBJECT,
    ...parts,
    kind: shock.kind,
    pool: buckets.pool[loss.bucket]!,
    before: ratio(loss.before),
    after: ratio(loss.after),
  })
  const slashed = (line: number, loss: BucketLoss | VaultSlash | null): CascadeEvent[] => {
    if (loss === null) return []
    const set = commitments.set[line]!
    const service = graph.sets[set]!.service
    const subject = { operator: commitments.operator[line]!, set, service }
    const events = [event(loss, subject)]
    if ('realized' in loss && loss.realized < loss.accounted) {
      const [before, after] = [ratio(loss.accounted), ratio(loss.realized)]
      events.push({ ...events[0]!, kind: 'SHORTFALL', before, after })
    }
    return events
  }
  /** What is left of captured stake: what was slashed of it in this simulation is in its cumulative slash. */
  const left = (line: number, capture: Capture | undefined) => {
    const taken = simulation.accountedTo(line)
    if (!capture || taken === 0n) return capture
    const slashable = capture.slashable > taken ? capture.slashable - taken : 0n
    return { ...capture, slashable }
  }
  const slashLine = (line: number, wad: bigint) => slashed(line, simulation.slash(line, wad))
  const every = (isHit: (line: number) => boolean, wad: bigint) => {
    // All at once: nobody can slash less because others slash the same stake.
    const slashable = [...simulation.slashable]
    return Array.from(commitments.set.keys()).flatMap((line) => {
      if (commitments.bucket[line]! < 0 || !isHit(line)) return []
      return slashed(line, simulation.slash(line, wad, slashable[line]!))
    })
  }
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
    case 'SLASH_AMOUNT': {
      const { operator, set, pool, amount, capture } = shock
      const line = simulation.lineOf(operator, set, pool)
      const loss = line < 0 ? null : simulation.slashAmount(line, amount, left(line, capture))
      if (loss !== null && loss.accounted > 0n) return slashed(line, loss)
      const { service } = graph.sets[set]!
      return [{ kind: 'NOTHING_TO_SLASH', operator, set, service, pool, before: ZERO, after: ZERO }]
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
      requireFraction(shock.part)
      // Of a bucket that operators share, the part of what is delegated to the operator.
      const own = delegatedByOperator(graph, simulation)[shock.operator]!
      return [...own].map(([bucket, amount]) => {
        const { num, den } = shock.part
        const loss = isShared(graph, bucket)
          ? simulation.loseAmount(bucket, (amount * num + den - 1n) / den)
          : simulation.loseShare(bucket, shock.part)
        return event(loss, { operator: shock.operator })
      })
    }
    case 'DRAIN':
    case 'EXIT': {
      requireFraction(shock.part)
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
      requireFraction(shock.part)
      const left = ratio(shock.part.den - shock.part.num, shock.part.den)
      return shock.pools.map((pool) => {
        const before = factors[pool]!
        const after = multiply(before, left)
        factors[pool] = after
        return { ...NO_SUBJECT, kind: 'DEPEG', pool, before, after }
      })
    }
  }
}
