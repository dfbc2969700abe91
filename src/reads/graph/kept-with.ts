/**
 * What is read beside a graph, kept as long as the graph is: a graph is of one state of the database, so it is read once for all fields
 * and operations that measure it.
 */
export class KeptWith<G extends object, V extends object> {
  private readonly kept = new WeakMap<G, Promise<V>>()

  /** What is kept, or is read now. @throws what `read` throws: the next one reads again */
  async get(graph: G, read: () => Promise<V>): Promise<V> {
    for (let known = this.kept.get(graph); known; known = this.kept.get(graph)) {
      const value = await known.catch(() => null)
      if (value) return value
      // The request that was reading it may have been aborted: one of the next ones reads it again.
      this.forget(graph, known)
    }
    const reading = read()
    this.kept.set(graph, reading)
    reading.catch(() => this.forget(graph, reading))
    return reading
  }

  private forget(graph: G, value: Promise<V>): void {
    if (this.kept.get(graph) === value) this.kept.delete(graph)
  }
}
