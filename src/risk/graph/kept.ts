import type { StakeGraph } from './graph'

/** A function of a graph, which never changes: its result is kept as long as the graph, because several figures need it. */
export function keptByGraph<T extends object>(
  make: (graph: StakeGraph) => T,
): (graph: StakeGraph) => T {
  const kept = new WeakMap<StakeGraph, T>()
  return (graph) => {
    const known = kept.get(graph) ?? make(graph)
    kept.set(graph, known)
    return known
  }
}

/** The same of a graph and something else that never changes. */
export function keptByPair<S extends object, T extends object>(
  make: (graph: StakeGraph, other: S) => T,
): (graph: StakeGraph, other: S) => T {
  const kept = new WeakMap<StakeGraph, WeakMap<S, T>>()
  return (graph, other) => {
    const ofGraph = kept.get(graph) ?? new WeakMap<S, T>()
    kept.set(graph, ofGraph)
    const known = ofGraph.get(other) ?? make(graph, other)
    ofGraph.set(other, known)
    return known
  }
}
