import type { StakeGraph } from '../../risk/graph'
import type { ApiContext, BlockPoint } from '../context'
import { buildGraph } from './build'
import { type GraphRows, loadDepartures, loadRows, refreshRows } from './rows'

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

/** Digest of the database at a block: equal digests mean equal rows. */
async function digestAt(context: ApiContext, block: number): Promise<string> {
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
  private head: { block: number; digest: string; rows: GraphRows } | null = null

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
    const rows = block.isHead
      ? await this.headRows(context, block, digest)
      : await loadRows(context, block)
    const [protocol] = rows.protocol.values()
    const deallocationDelay = protocol?.deallocationDelay ?? null
    const departures = await loadDepartures(context, block, deallocationDelay)
    const graph = buildGraph(rows, departures, block.number)
    // Last: the rows of the head are changed in place by the next refresh, which may begin now.
    const known = { rows, block: block.number, digest }
    if (block.isHead) this.head = known
    return {
      graph,
      pools: graph.pools.map((pool) => poolInfo(rows, pool)),
      deallocationDelay,
      withdrawalDelay: protocol?.withdrawalDelay ?? null,
    }
  }

  private async headRows(
    context: ApiContext,
    block: BlockPoint,
    digest: string,
  ): Promise<GraphRows> {
    const { head } = this
    // Taken, so that no other request changes the same rows.
    this.head = null
    if (head === null || head.block > block.number) return loadRows(context, block)
    if (head.digest === digest) return head.rows
    if ((await digestAt(context, head.block)) !== head.digest) return loadRows(context, block)
    await refreshRows(context, head.rows, head.block)
    return head.rows
  }
}

function poolInfo(rows: GraphRows, pool: string): PoolInfo {
  const { asset, rate } = rows.pool.get(pool)!
  return {
    asset,
    rate,
    decimals: asset === null ? null : (rows.asset.get(asset)?.decimals ?? null),
  }
}
