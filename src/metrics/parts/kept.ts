import { LRUCache } from 'lru-cache'
import type { BlockGraph } from '../../reads/graph/timeline'

/** Values of one kind that are kept, of all graphs together. */
const MAX_KEPT = 32

/** What was computed from a graph, by a key of all that it depends on beside the graph. */
export class KeptByGraph<V extends object> {
  private readonly values = new LRUCache<string, V>({ max: MAX_KEPT })
  private readonly names = new WeakMap<BlockGraph, number>()
  private named = 0

  get(graph: BlockGraph, key: string): V | null {
    return this.values.get(this.keyOf(graph, key)) ?? null
  }

  set(graph: BlockGraph, key: string, value: V): void {
    this.values.set(this.keyOf(graph, key), value)
  }

  private keyOf(graph: BlockGraph, key: string): string {
    const name = this.names.get(graph) ?? ++this.named
    this.names.set(graph, name)
    return `${name} ${key}`
  }
}
