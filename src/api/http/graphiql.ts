import { createHash } from 'node:crypto'
import type { GraphiQLOptions } from 'graphql-yoga'
import type { Headers, Representation } from './responses'

const EXAMPLES = [
  `query LargestStakes {
  _meta { block { number } lag }
  operatorStakes(orderBy: [shares_DESC], limit: 10) {
    operator { address }
    pool { address }
    shares
  }
}`,
  `query Slashings {
  slashings(orderBy: [block_DESC, logIndex_DESC], limit: 10) {
    block
    operator { address }
    operatorSet { setId avs { address } }
    description
    pools { pool { address } wadSlashed }
  }
}`,
  `query Operators {
  operators(limit: 3, where: { stakes_some: {} }) {
    address
    stakes(orderBy: [shares_DESC], limit: 5) { pool { address } shares }
    allocations(limit: 5) { operatorSet { id } pool { address } magnitude }
  }
}`,
]

const OPTIONS: GraphiQLOptions = {
  title: 'Linchpin',
  favicon: 'data:,',
  logo: '',
  defaultTabs: EXAMPLES.map((query) => ({ query })),
}

/** A static page. */
export interface Page {
  representation: Representation
  headers: Headers
}

let page: Promise<Page> | undefined

/**
 * GraphiQL, which queries the path that it was served from. Its code is part of the page, which loads nothing from other
 * hosts. The 9 MB are loaded at the first call.
 */
export function graphiqlPage(): Promise<Page> {
  page ??= renderPage()
  return page
}

async function renderPage(): Promise<Page> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql')
  const text = renderGraphiQL(OPTIONS)
  return {
    representation: {
      status: 200,
      contentType: 'text/html; charset=utf-8',
      body: Buffer.from(text),
      cacheControl: 'no-cache',
    },
    headers: { 'content-security-policy': contentSecurityPolicy(text) },
  }
}

/** The page may run its own script, start the workers of its editor and query its own server. */
function contentSecurityPolicy(html: string): string {
  const script = html.slice(html.indexOf('<script>') + '<script>'.length, html.indexOf('</script>'))
  const hash = createHash('sha256').update(script).digest('base64')
  return [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    'worker-src blob:',
    "connect-src 'self'",
    // The editor adds style attributes and elements.
    "style-src 'unsafe-inline'",
    'font-src data:',
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
