import type { ApiContext, BlockPoint } from '../context'
import { digestAt } from './digest-at'
import { type BlockGraph, GraphTimeline } from './timeline'

/** Cached graphs, of some 10 MB each on a large network; the least recently used one is evicted first. */
const MAX_GRAPHS = 6

/**
 * Cache of graphs by block, shared by all requests.
 *
 * A graph is named by its block, the digest of the database there, and the last poll, so a graph of a block that a
 * reorganization replaced is never answered, nor one without what contracts answered since. At the head, the rows of the last graph are brought up to date by what changed since.
 */
export class Graphs {
  private readonly cached = new Map<string, Promise<BlockGraph>>()
  private head: HeadGraph | null = null

  /** The graph at a block; read in the caller's transaction if it is not cached. */
  async at(context: ApiContext, block: BlockPoint): Promise<BlockGraph> {
    const digest = await digestAt(context, block.number)
    const { database, polledAt = null } = await context.head()
    // Polls are in no digest, but assets of vaults rest on them.
    const name = `${database} ${block.chainId} ${block.number} ${digest} ${polledAt}`
    for (let cached = this.cached.get(name); cached; cached = this.cached.get(name)) {
      const known = await cached.catch(() => null)
      if (known) {
        this.cache(name, cached)
        return known
      }
      // The request that was reading it may have been aborted: one of the next ones reads it again.
      this.forget(name, cached)
    }
    // Nothing is waited for since it was looked for: what others ask for meanwhile is read once.
    const loading = this.load(context, block, digest)
    this.cache(name, loading)
    loading.catch(() => this.forget(name, loading))
    return loading
  }

  private forget(name: string, graph: Promise<BlockGraph>): void {
    if (this.cached.get(name) === graph) this.cached.delete(name)
  }

  private cache(name: string, graph: Promise<BlockGraph>): void {
    this.cached.delete(name)
    this.cached.set(name, graph)
    const [oldest] = this.cached.keys()
    if (this.cached.size > MAX_GRAPHS) this.cached.delete(oldest!)
  }

  private async load(context: ApiContext, block: BlockPoint, digest: string): Promise<BlockGraph> {
    if (!block.isHead) return (await GraphTimeline.start(context, block)).current()
    const { head } = this
    // Removed while it is in use: two requests must not advance one timeline.
    this.head = null
    const timeline =
      (head && (await catchUp(context, head, block))) ?? (await GraphTimeline.start(context, block))
    const { database } = await context.head()
    this.head = { timeline, database, digest }
    return timeline.current()
  }
}

interface HeadGraph {
  timeline: GraphTimeline
  database: string
  /** Of the database at the block of the timeline. */
  digest: string
}

/** The timeline of an earlier head, advanced to the current head; null if the database no longer has that head. */
async function catchUp(
  context: ApiContext,
  { timeline, database, digest }: HeadGraph,
  { number }: BlockPoint,
): Promise<GraphTimeline | null> {
  if (timeline.block > number || (await context.head()).database !== database) return null
  if ((await digestAt(context, timeline.block)) !== digest) return null
  await timeline.advance(context, number)
  return timeline
}
