import { LRUCache } from 'lru-cache'
import type { BlockGraph } from '../../reads/graph/timeline'

/** Values of one kind that are kept with a graph. */
const MAX_KEPT = 32

/** What was computed from a graph, by a key of all that it depends on beside the graph; kept as long as the graph is. */
export class KeptByGraph<V extends object> {
  private readonly graphs = new WeakMap<BlockGraph, LRUCache<string, V>>()

  get(graph: BlockGraph, key: string): V | null {
    return this.graphs.get(graph)?.get(key) ?? null
  }

  set(graph: BlockGraph, key: string, value: V): void {
    const values = this.graphs.get(graph) ?? new LRUCache<string, V>({ max: MAX_KEPT })
    this.graphs.set(graph, values)
    values.set(key, value)
  }
}
