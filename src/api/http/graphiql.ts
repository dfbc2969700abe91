import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Headers, Representation } from './responses'

/** Where `npm run build` puts the page, the same whether this file runs from src/ or from lib/. */
const LIB = join(__dirname, '../../../lib')

/** A static page. */
export interface Page {
  representation: Representation
  headers: Headers
}

let page: Promise<Page> | undefined

/**
 * GraphiQL, which queries the path that it was served from. Its code is part of the page, which loads nothing from other
 * hosts. The 9 MB are read at the first call; they were put together when the product was built, which blocks for most of a second.
 */
export function graphiqlPage(): Promise<Page> {
  page ??= readPage()
  return page
}

async function readPage(): Promise<Page> {
  const [body, about] = await Promise.all([
    readFile(join(LIB, 'graphiql.html')),
    readFile(join(LIB, 'graphiql.json'), 'utf8'),
  ])
  const { policy } = JSON.parse(about) as { policy: string }
  return {
    representation: {
      status: 200,
      contentType: 'text/html; charset=utf-8',
      body,
      cacheControl: 'no-cache',
    },
    headers: { 'content-security-policy': policy },
  }
}
