import type { StakeGraph } from '../../risk/graph/graph'
import { WAD } from '../../risk/math/wad'
import type { ApiContext, BlockPoint } from '../context'
import { type Built, buildGraph, patchGraph } from './build'
import { layOut } from './layout'
import { NATIVE } from './native'
import { advanceRows, type GraphRows, loadDepartures, loadRows } from './rows'

/** Graphs that are kept; the one not used for longest is forgotten first. */
const MAX_KEPT = 16

/** What a pool holds, as far as events told. */
export interface PoolInfo {
  /** Token address; null: unknown. */
  asset: string | null
  /** Decimals of the token; null: unknown. */
  decimals: number | null
  /** Tokens per 1e18 shares; null: no event told it. */
  rate: bigint | null
}

/** The stake graph of a block, and what else its rows say. */
export interface BlockGraph {
  readonly graph: StakeGraph
  /** By position in `graph.pools`. */
  readonly pools: readonly PoolInfo[]
  /** Blocks until a deallocation takes effect; null: unknown. */
  readonly deallocationDelay: number | null
  /** Blocks for which a queued withdrawal can be slashed; null: unknown. */
  readonly withdrawalDelay: number | null
}

const DIGEST_SQL = `
  SELECT '0x' || encode(digest, 'hex') AS digest FROM block WHERE block <= $1 ORDER BY block DESC LIMIT 1`

/** Digest of the database at a block: equal digests mean equal rows; empty before the first block with logs. */
export async function digestAt(context: ApiContext, block: number): Promise<string> {
  const [row] = await context.query<{ digest: string }>(DIGEST_SQL, [block])
  return row?.digest ?? ''
}

/**
 * Graphs by block, shared by all requests.
 *
 * A graph is named by its block and the digest of the database there, so one that a reorganisation replaced is never
 * answered. At the head the rows of the last graph are brought up to date by what changed since.
 */
export class Graphs {
  private readonly kept = new Map<string, Promise<BlockGraph>>()
  private head: HeadGraph | null = null

  /** The graph at a block; read in the caller's transaction if it is not there yet. */
  async at(context: ApiContext, block: BlockPoint): Promise<BlockGraph> {
    const digest = await digestAt(context, block.number)
    const name = `${block.chainId} ${block.number} ${digest}`
    const known = await this.kept.get(name)?.catch(() => null)
    if (known) {
      this.keep(name, Promise.resolve(known))
      return known
    }
    const loading = this.load(context, block, digest)
    this.keep(name, loading)
    // One that failed, because its request was cut off, is read again by the next.
    loading.catch(() => this.kept.delete(name))
    return loading
  }

  private keep(name: string, graph: Promise<BlockGraph>): void {
    this.kept.delete(name)
    this.kept.set(name, graph)
    const [oldest] = this.kept.keys()
    if (this.kept.size > MAX_KEPT) this.kept.delete(oldest!)
  }

  private async load(context: ApiContext, block: BlockPoint, digest: string): Promise<BlockGraph> {
    if (!block.isHead) return (await Walk.begin(context, block)).answer()
    const { head } = this
    // Taken, so that no other request moves it.
    this.head = null
    const walk =
      (head && (await catchUp(context, head, block))) ?? (await Walk.begin(context, block))
    this.head = { walk, digest }
    return walk.answer()
  }
}

interface HeadGraph {
  walk: Walk
  /** Of the database at the block of the walk. */
  digest: string
}

/** The graph of an earlier head, moved to the head of now; null if the database no longer has that head. */
async function catchUp(
  context: ApiContext,
  { walk, digest }: HeadGraph,
  { number }: BlockPoint,
): Promise<Walk | null> {
  if (walk.block > number || (await digestAt(context, walk.block)) !== digest) return null
  await walk.advance(context, number)
  return walk
}

/**
 * The stake graph of one block after another, each made from the one before and what changed.
 *
 * A walk whose `advance` failed is of no more use.
 */
export class Walk {
  private constructor(
    private readonly rows: GraphRows,
    private built: Built,
    /** Block of the graph. */
    public block: number,
  ) {}

  static async begin(context: ApiContext, block: BlockPoint): Promise<Walk> {
    const rows = await loadRows(context, block)
    return new Walk(rows, await build(context, rows, block.number), block.number)
  }

  /** Moves to a later block. */
  async advance(context: ApiContext, block: number): Promise<void> {
    const changes = await advanceRows(context, this.rows, this.block, block)
    const delay = constants(this.rows).deallocationDelay
    const isSame = !changes.isLayout && block <= this.built.layout.until
    this.built = isSame
      ? patchGraph(this.built, this.rows, changes, block, delay)
      : await build(context, this.rows, block)
    this.block = block
  }

  /** The graph where the walk stands; it stays as it is when the walk goes on. */
  answer(): BlockGraph {
    const { graph } = this.built
    const pools = graph.pools.map((pool) => poolInfo(this.rows, pool))
    return { graph, pools, ...constants(this.rows) }
  }
}

async function build(context: ApiContext, rows: GraphRows, block: number): Promise<Built> {
  const delay = constants(rows).deallocationDelay
  const departures = await loadDepartures(context, block, delay)
  return buildGraph(rows, layOut(rows, departures, block, delay), block, delay)
}

function constants(rows: GraphRows) {
  const [protocol] = rows.protocol.values()
  return {
    deallocationDelay: protocol?.deallocationDelay ?? null,
    withdrawalDelay: protocol?.withdrawalDelay ?? null,
  }
}

function poolInfo(rows: GraphRows, pool: string): PoolInfo {
  const { asset, rate } = rows.pool.get(pool)!
  // Native ETH has no strategy contract: its shares are wei.
  if (pool === NATIVE) return { asset, rate: WAD, decimals: 18 }
  return {
    asset,
    rate,
    decimals: asset === null ? null : (rows.asset.get(asset)?.decimals ?? null),
  }
}
