// Who holds a pool: all pages of one block, with typed documents.
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import { HoldersDocument, type HoldersQuery } from './operations'

const POOL = '0x7535ccdead8f7d951ce272e6c25d14b8515582e5'

/** Sends an operation; the types of its variables and of its data are those of the document. */
async function ask<Data, Variables>(
  api: string,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const response = await fetch(`${api}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: print(document), variables }),
  })
  const { data, errors } = await response.json()
  // 429 and 503 come with Retry-After; other errors have a code and a hint (docs/errors.md).
  if (errors) throw new Error(JSON.stringify(errors))
  return data
}

/** Prints the operators of a pool, the largest first, with their shares of it. @param api address of a running API */
export async function printHolders(api: string, line: (text: string) => void): Promise<void> {
  const holders = new Map<string, bigint>()
  // All pages are of the block of the first one, while new blocks come.
  let block: { number: number } | undefined
  let after: string | null = null
  do {
    const page: HoldersQuery = await ask(api, HoldersDocument, {
      pool: POOL,
      block,
      first: 5,
      after,
    })
    block = { number: page._meta.block.number }
    for (const { node } of page.operatorStakesConnection.edges) {
      holders.set(node.operator.id, BigInt(node.shares))
    }
    const { hasNextPage, endCursor } = page.operatorStakesConnection.pageInfo
    after = hasNextPage ? endCursor : null
  } while (after !== null)
  const total = [...holders.values()].reduce((sum, shares) => sum + shares, 0n)
  line(`block ${block.number}: ${holders.size} operators hold ${total} base units`)
  for (const [operator, shares] of [...holders].slice(0, 3)) {
    line(`${operator} ${Number((shares * 10_000n) / total) / 100} %`)
  }
}
