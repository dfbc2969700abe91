import { createHash } from 'node:crypto'

const EXAMPLES = {
  'Largest stakes': `{
  _meta { block { number } lag }
  operatorStakes(orderBy: [shares_DESC], limit: 10) {
    operator { address }
    pool { address }
    shares
  }
}`,
  Slashings: `{
  slashings(orderBy: [block_DESC, logIndex_DESC], limit: 10) {
    block
    operator { address }
    operatorSet { setId avs { address } }
    description
    pools { pool { address } wadSlashed }
  }
}`,
  'One operator': `query ($id: String!) {
  operatorById(id: $id) {
    address
    stakes(orderBy: [shares_DESC]) { pool { address } shares }
    allocations { operatorSet { id } pool { address } currentMagnitude }
  }
}`,
}

const STYLE = `
body { margin: 0; font: 14px system-ui, sans-serif; display: grid; height: 100vh;
  grid: auto 3fr 1fr / 1fr 1fr; gap: 8px; padding: 8px; box-sizing: border-box }
header { grid-column: 1 / 3; display: flex; gap: 8px; align-items: center }
h1 { font-size: 16px; margin: 0 auto 0 0 }
textarea, pre { font: 13px ui-monospace, monospace; margin: 0; padding: 8px; border: 1px solid #8888;
  overflow: auto; resize: none; background: none; color: inherit }
pre { grid-row: 2 / 4; grid-column: 2; white-space: pre-wrap; overflow-wrap: anywhere }
:root { color-scheme: light dark }`

const SCRIPT = `
const examples = ${JSON.stringify(EXAMPLES)}
const [query, variables, answer, choice] = ['query', 'variables', 'answer', 'choice'].map((id) => document.getElementById(id))
for (const name of Object.keys(examples)) choice.add(new Option(name))
const start = new URLSearchParams(location.hash.slice(1))
query.value = start.get('query') ?? Object.values(examples)[0]
variables.value = start.get('variables') ?? ''
choice.onchange = () => { query.value = examples[choice.value] }
async function run() {
  history.replaceState(null, '', '#' + new URLSearchParams({ query: query.value, variables: variables.value }))
  answer.textContent = '…'
  try {
    const body = JSON.stringify({ query: query.value, variables: JSON.parse(variables.value || '{}') })
    const response = await fetch('graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    answer.textContent = JSON.stringify(await response.json(), null, 2)
  } catch (error) {
    answer.textContent = String(error)
  }
}
document.getElementById('run').onclick = run
addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run() }
})`

/** A page to try queries on. Ours, because yoga's GraphiQL loads its code from a CDN at runtime. */
export const CONSOLE_PAGE = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Linchpin GraphQL</title><style>${STYLE}</style>
<header><h1>Linchpin GraphQL</h1>
<select id="choice" aria-label="Example"></select>
<button id="run">Run (Ctrl+Enter)</button>
<a href="schema.graphql">Schema</a> <a href="status">Status</a></header>
<textarea id="query" aria-label="Query" spellcheck="false"></textarea>
<pre id="answer" aria-label="Answer" aria-live="polite"></pre>
<textarea id="variables" aria-label="Variables, JSON" placeholder='{"id": "0x…"}' spellcheck="false"></textarea>
<script>${SCRIPT}</script>
</html>
`

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

/** Headers of the page: it may run its own script and ask its own server, nothing else. */
export const CONSOLE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    `default-src 'none'; connect-src 'self'; script-src ${hashOf(SCRIPT)};` +
    ` style-src ${hashOf(STYLE)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
}
