// Writes GraphiQL as one page, with the policy that it is served with: lib/graphiql.html, lib/graphiql.json.
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { renderGraphiQL } from '@graphql-yoga/render-graphiql'

const LIB = new URL('../lib/', import.meta.url)

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

const OPTIONS = {
  title: 'Linchpin',
  favicon: 'data:,',
  logo: '',
  defaultTabs: EXAMPLES.map((query) => ({ query })),
}

const html = renderGraphiQL(OPTIONS)
mkdirSync(LIB, { recursive: true })
writeFileSync(new URL('graphiql.html', LIB), html)
writeFileSync(
  new URL('graphiql.json', LIB),
  JSON.stringify({ policy: contentSecurityPolicy(html) }),
)

/** The page may run its own script, start the workers of its editor and query its own server. */
function contentSecurityPolicy(html) {
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
