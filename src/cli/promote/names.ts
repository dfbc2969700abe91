/** A step of the change: the first name becomes the second. */
export type Step = readonly [from: string, to: string]

/** Under which names the databases are before and after. */
export interface Names {
  /** That the configuration names. */
  readonly live: string
  /** Of the database that becomes live. */
  readonly from: string
  /** Of the live database afterwards. */
  readonly kept: string
}

/** @param keepAs null: a name that says what it was */
export function namesOf(live: string, from: string, keepAs: string | null): Names {
  return { live, from, kept: keepAs ?? `${live}_before` }
}

/** The changes of names, in their order. The two databases can also change places. */
export function stepsOf({ live, from, kept }: Names): Step[] {
  if (kept !== from) {
    return [
      [live, kept],
      [from, live],
    ]
  }
  const between = `${live}_promoting`
  return [
    [live, between],
    [from, live],
    [between, kept],
  ]
}

/** URL of another database of the same server. */
export function urlOf(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${encodeURIComponent(database)}`
  return other.href
}

/** Name of the database in a URL. */
export function nameIn(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1))
}

/** URL of a database to which one can connect while these are renamed. */
export function maintenanceOf(url: string, { live, from }: Names): string {
  return urlOf(url, [live, from].includes('postgres') ? 'template1' : 'postgres')
}
