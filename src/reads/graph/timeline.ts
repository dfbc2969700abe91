import type { StakeGraph } from '../../risk/graph/graph'
import { emptyGraph, mergeGraphs } from '../../risk/graph/merge'
import { WAD } from '../../risk/math/wad'
import type { ApiContext, BlockPoint } from '../context'
import { NATIVE_POOL, type PoolInfo } from '../pools'
import type { Protocol } from '../vaults/commitments'
import { type Built, buildGraph, patchGraph } from './build'
import { layOut } from './layout'
import { advanceRows, type GraphRows, loadDepartures, loadRows } from './rows'
import { loadVaults, type VaultsAt } from './vaults/load'

/** The stake graph of a block, and what else its rows say. */
export interface BlockGraph {
  readonly graph: StakeGraph
  /** By position in `graph.pools`. Null: no event said so. */
  readonly pools: readonly PoolInfo[]
  /** Blocks until a deallocation takes effect; null: unknown. */
  readonly deallocationDelay: number | null
  /** Blocks for which a queued withdrawal can be slashed; null: unknown. */
  readonly withdrawalDelay: number | null
  /** Vaults of the chain (Symbiotic); absent: it has none, or they are not in the graph. */
  readonly vaults?: VaultsAt
  /** The part of one protocol; absent: all is of EigenLayer. */
  readonly of?: Readonly<Record<Protocol, BlockGraph>>
}

/**
 * The stake graph of one block after another, each made from the one before and what changed.
 *
 * Do not use a timeline again after its `advance` failed: its rows may be those of no block.
 */
export class GraphTimeline {
  private constructor(
    private readonly rows: GraphRows,
    private built: Built,
    private vaults: VaultsAt | null,
    /** Block of the current graph. */
    public block: number,
  ) {}

  /** Reads the graph of the first block. */
  static async start(context: ApiContext, block: BlockPoint): Promise<GraphTimeline> {
    const rows = await loadRows(context, block)
    const built = await build(context, rows, block.number)
    return new GraphTimeline(rows, built, await loadVaults(context, block.number), block.number)
  }

  /** Moves to a later block. */
  async advance(context: ApiContext, block: number): Promise<void> {
    const changes = await advanceRows(context, this.rows, this.block, block)
    const delay = constants(this.rows).deallocationDelay
    const isSame = !changes.isLayout && block <= this.built.layout.until
    this.built = isSame
      ? patchGraph(this.built, this.rows, changes, block, delay)
      : await build(context, this.rows, block)
    this.vaults = await loadVaults(context, block)
    this.block = block
  }

  /** The graph of the current block; a later `advance` does not change it. */
  current(): BlockGraph {
    const { graph } = this.built
    const pools = graph.pools.map((pool) => poolInfo(this.rows, pool))
    const own = { graph, pools, ...constants(this.rows) }
    return this.vaults === null ? own : withVaults(own, this.vaults)
  }
}

/** EigenLayer's stake and that of vaults in one graph. */
export function withVaults(own: BlockGraph, vaults: VaultsAt): BlockGraph {
  const { graph } = mergeGraphs(own.graph, vaults.graph)
  const infos = new Map<string, PoolInfo>()
  for (const { graph, pools } of [own, vaults]) {
    graph.pools.forEach((id, pool) => {
      infos.set(id, pools[pool]!)
    })
  }
  const { deallocationDelay, withdrawalDelay } = own
  const delays = { deallocationDelay, withdrawalDelay }
  return {
    graph,
    pools: graph.pools.map((id) => infos.get(id)!),
    ...delays,
    vaults,
    of: {
      EIGENLAYER: own,
      SYMBIOTIC: { graph: vaults.graph, pools: vaults.pools, ...delays, vaults },
    },
  }
}

/** The part of a protocol; null: all. A protocol that the chain does not have has no stake, and no members. */
export function partOf(at: BlockGraph, protocol: Protocol | null): BlockGraph {
  if (protocol === null) return at
  return at.of?.[protocol] ?? (protocol === 'EIGENLAYER' ? at : { ...at, ...NOTHING })
}

const NOTHING: Pick<BlockGraph, 'graph' | 'pools'> = { graph: emptyGraph(), pools: [] }

async function build(context: ApiContext, rows: GraphRows, block: number): Promise<Built> {
  const delay = constants(rows).deallocationDelay
  const departures = await loadDepartures(context, block, delay)
  return buildGraph(rows, layOut(rows, departures, block, delay), block, delay)
}

/** Delays that hold for all sets. */
export function constants(rows: Pick<GraphRows, 'protocol'>) {
  const protocol = rows.protocol.get('EIGENLAYER')
  return {
    deallocationDelay: protocol?.deallocationDelay ?? null,
    withdrawalDelay: protocol?.withdrawalDelay ?? null,
  }
}

/** What events said of a pool; of one that is not known yet nothing. */
export function poolInfo(rows: Pick<GraphRows, 'pool' | 'asset'>, pool: string): PoolInfo {
  const { asset, rate } = rows.pool.get(pool) ?? { asset: null, rate: null }
  // Native ETH has no strategy contract: its shares are wei.
  if (pool === NATIVE_POOL) return { asset, rate: WAD, decimals: 18 }
  return {
    asset,
    rate,
    decimals: asset === null ? null : (rows.asset.get(asset)?.decimals ?? null),
  }
}
