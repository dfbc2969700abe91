import { CaseFigures, type Cumulated, cumulated } from './case-figures'
import type { FaultCases, LossByRow } from './fault-cases'
import { estimated, exactly, type Figure, hull, type Interval, intervalOf, telling } from './figure'
import { lastUpTo, type Ranked, RankingRoom, rankLosses } from './ranked'
import { emptyTally, sumOfTallies, type Tally } from './tally'

/** Probability that a 99 % interval does not have the exact value: half of what it may be. */
const ERROR = 0.005

type Name =
  | 'valueAtRisk'
  | 'inDistress'
  | 'coVaR'
  | 'deltaCoVaR'
  | 'marginalShortfall'
  | 'tailDependence'

/**
 * Joint tail of a loss L and the system loss S at a level q. VaR is the smallest loss that is not
 * exceeded with probability q. Null: the draws say too little.
 */
export interface JointTail extends Readonly<Record<Name, number | null>> {
  /** 99 % interval of each figure; null: it is exact, or there is none. */
  readonly intervals: Readonly<Record<Name, Interval | null>>
}

/**
 * Ranks between which conditions differ: the estimate of a quantile, the ends of its interval and
 * halfway to them. A case is in class k if it is at or above k of them.
 */
interface Edges {
  /** Ascending. */
  readonly ranks: readonly number[]
  /** Position of the estimate. */
  readonly middle: number
  readonly classOf: Uint8Array
}

/**
 * Joint tails of parts with one system. Of a part:
 * - VaR of L;
 * - P(L >= VaR(L)), the probability of distress, in [1 - q, 1]; 1 if the VaR of L is 0;
 * - CoVaR: VaR of S given L >= VaR(L) (Adrian and Brunnermeier 2016, with >= as in Mainik and
 *   Schaanning 2014), and the same minus the VaR of S in the median state, which is L <= VaR of L
 *   at level 1/2;
 * - marginal expected shortfall: E(L | S >= VaR(S)) (Acharya et al. 2017); additive if L is;
 * - tail dependence: P(S >= VaR(S) | L >= VaR(L)).
 *
 * A condition on an estimated quantile is taken at several values in its interval, and the interval
 * of a figure has those of all.
 */
export class JointTails {
  private readonly figures: CaseFigures
  private readonly system: Ranked
  private readonly allOfSystem: Cumulated
  private readonly systemEdges = new Map<number, Edges>()
  /** By rank of the system, for one quantile after the other: sums of cases, and cumulated. */
  private readonly sums: readonly [exact: Float64Array, drawn: Float64Array]
  private readonly upTo: readonly [exact: Float64Array, drawn: Float64Array]
  /** Of parts, one after another. */
  private readonly room: RankingRoom
  private readonly allOfPart: readonly [exact: Float64Array, drawn: Float64Array]

  /**
   * @param cases of all losses
   * @param losses loss of the system by row, if the row is slashed; parts lose nothing where the
   * system loses nothing
   */
  constructor(
    readonly cases: FaultCases,
    losses: readonly number[],
  ) {
    this.figures = new CaseFigures(cases)
    const count = cases.weight.length
    this.system = this.ranked(new Map(losses.entries()), new RankingRoom(count))
    this.allOfSystem = this.figures.all(this.system)
    const perRank = () => new Float64Array(this.system.values.length)
    this.sums = [perRank(), perRank()]
    this.upTo = [perRank(), perRank()]
    this.room = new RankingRoom(count)
    this.allOfPart = [new Float64Array(count + 1), new Float64Array(count + 1)]
  }

  /**
   * The joint tail of a part and the system.
   * @param part loss of the part by row
   * @param level q, in (0, 1)
   */
  of(part: LossByRow, level: number): JointTail {
    const { figures } = this
    const ranked = this.ranked(part, this.room)
    const all = figures.all(ranked, this.allOfPart)
    const tail = this.tailOf(level)
    const distress = edgesOf(ranked, figures.quantile(ranked, all, level, ERROR / 3), 0)
    // The median state is what is not above the median.
    const median = edgesOf(ranked, figures.quantile(ranked, all, 1 / 2, ERROR / 6), 1)
    const table = this.tallies(ranked, tail, distress)
    const coVaR = this.systemQuantile(distress, level, 'from')
    const calm = this.systemQuantile(median, level, 'below')
    return this.answer({
      valueAtRisk: figures.quantile(ranked, all, level, ERROR),
      inDistress: this.inDistress(table, distress, level),
      coVaR,
      deltaCoVaR: estimated(coVaR.value - calm.value, [
        coVaR.interval[0] - calm.interval[1],
        coVaR.interval[1] - calm.interval[0],
      ]),
      marginalShortfall: this.shortfall(table, tail, part),
      tailDependence: this.tailDependence(table, tail, distress),
    })
  }

  private answer(found: Record<Name, Figure>): JointTail {
    const told = Object.entries(found).map(([name, figure]) => {
      const one = this.cases.isExact ? exactly(figure.value) : telling(figure)
      return { name, value: one?.value ?? null, interval: intervalOf(one) }
    })
    return {
      ...(Object.fromEntries(told.map(({ name, value }) => [name, value])) as Record<Name, number>),
      intervals: Object.fromEntries(
        told.map(({ name, interval }) => [name, interval]),
      ) as JointTail['intervals'],
    }
  }

  private ranked(amounts: LossByRow, room: RankingRoom): Ranked {
    const losses = this.cases.lossIn(amounts, room.losses)
    return rankLosses(losses, this.cases.largest(amounts), room)
  }

  private tailOf(level: number): Edges {
    const known = this.systemEdges.get(level)
    if (known) return known
    const at = this.figures.quantile(this.system, this.allOfSystem, level, ERROR / 3)
    const edges = edgesOf(this.system, at, 0)
    this.systemEdges.set(level, edges)
    return edges
  }

  /** Losses of the part by class of the system, and of the part. */
  private tallies({ losses }: Ranked, tail: Edges, distress: Edges): Tally[][] {
    const { weight, enumerated } = this.cases
    const table = [0, ...tail.ranks].map(() => [0, ...distress.ranks].map(emptyTally))
    for (let one = 0; one < losses.length; one++) {
      const tally = table[tail.classOf[one]!]![distress.classOf[one]!]!
      const loss = losses[one]!
      if (one < enumerated) {
        tally.exact += weight[one]!
        tally.exactLost += weight[one]! * loss
      } else {
        tally.drawn++
        tally.drawnLost += loss
        tally.drawnSquares += loss * loss
        if (loss > 0) tally.losing++
      }
    }
    return table
  }

  private inDistress(table: readonly Tally[][], { ranks, middle }: Edges, level: number): Figure {
    const all = sumOfTallies(table.flat())
    const found = ranks.map((rank, edge) => {
      if (rank === 0) return exactly(1)
      const some = sumOfTallies(table.flatMap((row) => row.slice(edge + 1)))
      return this.figures.share(some, all, true, ERROR / 3)
    })
    const { value, interval, isExact } = hullOf(found, middle)
    // The VaR is reached with 1 - level or more.
    const lower = Math.max(interval[0], Math.min(1 - level, value))
    return isExact ? exactly(value) : estimated(value, [lower, interval[1]])
  }

  private shortfall(table: readonly Tally[][], { ranks, middle }: Edges, part: LossByRow): Figure {
    const { cases } = this
    const bounds = {
      expected: cases.expected(part),
      largest: cases.largest(part),
      unseen: cases.unseen(part),
    }
    const found = ranks.map((rank, edge) => {
      const from = rank === 0 ? 0 : edge + 1
      const [inside, outside] = [table.slice(from), table.slice(0, from)]
      const [some, rest] = [sumOfTallies(inside.flat()), sumOfTallies(outside.flat())]
      return this.figures.mean(some, rest, bounds, ERROR / 3)
    })
    return hullOf(found, middle)
  }

  private tailDependence(table: readonly Tally[][], tail: Edges, distress: Edges): Figure {
    const found = tail.ranks.flatMap((rank, at) =>
      distress.ranks.map((given, edge) => {
        if (rank === 0) return exactly(1)
        const from = given === 0 ? 0 : edge + 1
        const all = sumOfTallies(table.flatMap((row) => row.slice(from)))
        const some = sumOfTallies(table.slice(at + 1).flatMap((row) => row.slice(from)))
        return this.figures.share(some, all, given === 0, ERROR / 3)
      }),
    )
    return hullOf(found, tail.middle * distress.ranks.length + distress.middle)
  }

  /** VaR of the system where a part is at or above, or below, each of some edges. */
  private systemQuantile(
    { ranks, middle, classOf }: Edges,
    level: number,
    side: 'from' | 'below',
  ): Figure {
    const { system, figures } = this
    const found: Figure[] = []
    const { weight, enumerated } = this.cases
    const [exact, drawn] = this.sums
    exact.fill(0)
    drawn.fill(0)
    const isFrom = side === 'from'
    // Conditions with fewer cases first; each next one adds a class.
    const classes = [...ranks.keys()].map((edge) => (isFrom ? ranks.length - edge : edge))
    for (const own of classes) {
      const edge = isFrom ? own - 1 : own
      for (let one = 0; one < classOf.length; one++) {
        if (classOf[one] !== own) continue
        if (one < enumerated) exact[system.rank[one]!]! += weight[one]!
        else drawn[system.rank[one]!]!++
      }
      const isAll = isFrom && ranks[edge] === 0
      const some = isAll ? this.allOfSystem : this.cumulated()
      found[edge] = figures.quantile(system, some, level, ERROR / 3)
    }
    return hullOf(found, middle)
  }

  /** The sums up to each rank, until the next call. */
  private cumulated(): Cumulated {
    this.upTo.forEach((copy, at) => {
      copy.set(this.sums[at]!)
    })
    return cumulated(...this.upTo, false)
  }
}

/** Edges at a quantile. @param above 0: cases at or above it are beyond an edge; 1: those above it */
function edgesOf({ values, rank }: Ranked, { value, interval }: Figure, above: 0 | 1): Edges {
  const [at, low, high] = [value, ...interval].map((loss) => lastUpTo(values, loss) + above)
  const all = [at!, low!, (low! + at!) >> 1, (at! + high! + 1) >> 1, high!]
  const ranks = [...new Set(all)].sort((a, b) => a - b)
  const classOf = new Uint8Array(rank.length)
  for (let one = 0; one < rank.length; one++) {
    let own = 0
    while (own < ranks.length && rank[one]! >= ranks[own]!) own++
    classOf[one] = own
  }
  return { ranks, middle: ranks.indexOf(at!), classOf }
}

/** One of some figures, in the interval of all. */
function hullOf(figures: readonly Figure[], middle: number): Figure {
  const { value } = figures[middle]!
  if (figures.every(({ isExact }) => isExact) && figures.length === 1) return exactly(value)
  return estimated(value, hull(figures.map(({ interval }) => interval)))
}
