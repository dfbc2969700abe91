import type { StakeGraph } from '../../risk/graph/graph'
import type { ApiContext } from '../context'
import { digestAt } from './digest-at'
import { type PackedStakes, packed, unpacked } from './packed-stakes'
import type { Stakes } from './staker-columns'
import { type BlockState, loadStakes } from './stakes'

/** Stakes that are kept at most: 35 MB in a thread. */
export const MAX_KEPT_STAKES = 500_000

/** Tables of which stakes are made. */
const TABLES = ['stake', 'delegation', 'operator_magnitude', 'staker']

/** Whether no row began or ended after a block, at the head. */
const IS_SAME_SQL = `SELECT ${TABLES.flatMap((table) => [
  `NOT EXISTS (SELECT FROM ${table} WHERE from_block > $1)`,
  `NOT EXISTS (SELECT FROM ${table} WHERE to_block > $1)`,
]).join(' AND ')} AS same`

interface Kept {
  readonly stakes: PackedStakes
  readonly database: string
  readonly block: number
  /** Of the database at the block. */
  readonly digest: string
  /** Of the graph that the positions are of. */
  readonly operators: readonly string[]
  readonly pools: readonly string[]
}

/**
 * All stakes at the head, kept until one of them changes: to read them takes seconds where there are hundreds of thousands, and in most
 * blocks none changes. More than `MAX_KEPT_STAKES` are not kept.
 */
export class KeptStakes {
  private kept: Kept | null = null

  constructor(
    /** Stakes that are kept at most. */
    private readonly most = MAX_KEPT_STAKES,
    private readonly load: typeof loadStakes = loadStakes,
  ) {}

  /** All stakes. @param block the head */
  async at(context: ApiContext, block: BlockState, graph: StakeGraph): Promise<Stakes> {
    const { kept } = this
    if (kept && (await isSame(context, kept, graph))) return unpacked(kept.stakes)
    // Not two at once: they are large.
    this.kept = null
    const stakes = await this.load(context, block, graph, {})
    const { database } = await context.head()
    const digest = await digestAt(context, block.number)
    const { operators, pools } = graph
    const small = stakes.amount.length <= this.most ? packed(stakes) : null
    if (small) {
      this.kept = { stakes: small, database, block: block.number, digest, operators, pools }
    }
    return stakes
  }
}

async function isSame(context: ApiContext, kept: Kept, graph: StakeGraph): Promise<boolean> {
  const { number, database } = await context.head()
  if (database !== kept.database || kept.block > number) return false
  if (!areSame(kept.operators, graph.operators) || !areSame(kept.pools, graph.pools)) return false
  if ((await digestAt(context, kept.block)) !== kept.digest) return false
  const [row] = await context.query<{ same: boolean }>(IS_SAME_SQL, [kept.block])
  return row!.same
}

function areSame(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((one, at) => one === b[at]))
}
