import type { StakeGraph } from '../../risk/graph'
import type { ApiContext, BlockPoint } from '../context'
import { type Built, buildGraph, patchGraph } from './build'
import { layOut } from './layout'
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
    if (!block.isHead) {
      const rows = await loadRows(context, block)
      return answer(rows, await build(context, rows, block))
    }
    const { head } = this
    // Taken, so that no other request changes the same rows.
    this.head = null
    const next = (head && (await refresh(context, head, block, digest))) ?? {
      ...(await fresh(context, block)),
      block: block.number,
      digest,
    }
    this.head = next
    return answer(next.rows, next.built)
  }
}

interface HeadGraph {
  rows: GraphRows
  built: Built
  block: number
  digest: string
}

async function fresh(context: ApiContext, block: BlockPoint) {
  const rows = await loadRows(context, block)
  return { rows, built: await build(context, rows, block) }
}

async function build(context: ApiContext, rows: GraphRows, block: BlockPoint): Promise<Built> {
  const delay = constants(rows).deallocationDelay
  const departures = await loadDepartures(context, block, delay)
  const layout = layOut(rows, departures, block.number, delay)
  return buildGraph(rows, layout, block.number, delay)
}

/** The graph of an earlier head brought up to date; null if the database no longer has that head. */
async function refresh(
  context: ApiContext,
  head: HeadGraph,
  block: BlockPoint,
  digest: string,
): Promise<HeadGraph | null> {
  if (head.block > block.number) return null
  if (head.digest !== digest && (await digestAt(context, head.block)) !== head.digest) return null
  const { rows } = head
  const changes = await refreshRows(context, rows, head.block)
  const delay = constants(rows).deallocationDelay
  const isSame = !changes.isLayout && block.number <= head.built.layout.until
  const built = isSame
    ? patchGraph(head.built, rows, changes, block.number, delay)
    : await build(context, rows, block)
  return { rows, built, block: block.number, digest }
}

function constants(rows: GraphRows) {
  const [protocol] = rows.protocol.values()
  return {
    deallocationDelay: protocol?.deallocationDelay ?? null,
    withdrawalDelay: protocol?.withdrawalDelay ?? null,
  }
}

function answer(rows: GraphRows, { graph }: Built): BlockGraph {
  return { graph, pools: graph.pools.map((pool) => poolInfo(rows, pool)), ...constants(rows) }
}

function poolInfo(rows: GraphRows, pool: string): PoolInfo {
  const { asset, rate } = rows.pool.get(pool)!
  return {
    asset,
    rate,
    decimals: asset === null ? null : (rows.asset.get(asset)?.decimals ?? null),
  }
}
