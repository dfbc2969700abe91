/** Counts of events, by kind. */
export class Tally {
  private readonly groups = new Map<string, Map<string, number>>()

  add(group: string, what: string, count = 1): void {
    const counts = this.groups.get(group) ?? new Map<string, number>()
    this.groups.set(group, counts)
    counts.set(what, (counts.get(what) ?? 0) + count)
  }

  merge(other: Tally): void {
    for (const [group, counts] of other.groups) {
      for (const [what, count] of counts) this.add(group, what, count)
    }
  }

  toString(): string {
    return [...this.groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([group, counts]) => {
        const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
        const parts = [...counts].sort().map(([what, count]) => `${what} ${count}`)
        return `${group}: ${total} (${parts.join(', ')})`
      })
      .join('\n')
  }
}
