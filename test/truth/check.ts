import { expect } from 'vitest'
import type { Checkpoint } from '../support/recordings'

/** A running API. */
export interface Served {
  url: string
}

/**
 * Something to compare at every checkpoint: the answers of the contracts and of the API, both as lines. Lines are compared
 * as sets, in lower case.
 */
export interface TruthCheck {
  name: string
  /** @param dir the recording, for what is not in the checkpoint */
  expected(checkpoint: Checkpoint, dir: string): string[]
  served(api: Served, block: number): Promise<string[]>
}

/** Answer of one query. */
export async function ask<T>(api: Served, query: string): Promise<T> {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    // A kept connection could time out while a test decompresses a large recording.
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ query }),
  })
  const { data, errors } = (await response.json()) as { data: T; errors?: unknown }
  expect(errors).toBeUndefined()
  return data
}

/** Condition for rows of EigenLayer in a table that has rows of Symbiotic, too. */
export const OF_EIGENLAYER = '{id_not_startsWith: "symbiotic-"}'

/** All items of a list field at a block, page by page. `where` is GraphQL, for example `{status_eq: QUEUED}`. */
export async function list<T>(
  api: Served,
  block: number,
  field: string,
  selection: string,
  where = '{}',
): Promise<T[]> {
  const items: T[] = []
  for (;;) {
    const args = `block: {number: ${block}}, where: ${where}, orderBy: [id_ASC], limit: 1000, offset: ${items.length}`
    const page = (await ask<{ list: T[] }>(api, `{ list: ${field}(${args}) ${selection} }`)).list
    items.push(...page)
    if (page.length < 1000) return items
  }
}

/** Lines of a map of maps: `<outer> <inner> <value>`. */
export function linesOf(
  outer: Record<string, unknown>,
  pick: (value: never) => Record<string, string> | undefined,
): string[] {
  return Object.entries(outer).flatMap(([key, value]) =>
    Object.entries(pick(value as never) ?? {}).map(
      ([inner, amount]) => `${key} ${inner} ${amount}`,
    ),
  )
}

export interface Address {
  address: string
}
