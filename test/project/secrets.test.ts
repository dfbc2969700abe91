import { spawn } from 'node:child_process'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { someOf } from '../long.mjs'
import { startTestApi } from '../support/api/api-client'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'

/** As people write keys: in the path, in the query, as user and password, in the database's URL. */
const SECRETS = {
  path: 'pathkey0123456789abcdef',
  query: 'querykey+/0123456789==',
  user: 'rpcuser-0123456789',
  password: 'rpc:pass@word/0123456789',
  portal: 'portalkey0123456789abc',
  database: 'db pass:word@0123456789',
}

/** Every form in which a secret could be written. */
const FORMS = Object.values(SECRETS).flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  encodeURI(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('hex'),
  JSON.stringify(secret).slice(1, -1),
])

let database: TestDatabase
const servers: Server[] = []

beforeAll(async () => {
  database = await createTestDatabase('secrets')
})

afterAll(async () => {
  for (const server of servers) server.close()
  await database.drop()
})

async function listen(answer: RequestListener): Promise<number> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  return (server.address() as AddressInfo).port
}

/** A provider's URL with a key in every place. */
function provider(port: number): string {
  const { user, password, path, query } = SECRETS
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
  return `http://${login}@127.0.0.1:${port}/v3/${path}?apikey=${encodeURIComponent(query)}`
}

const RESULTS: Record<string, unknown> = { eth_chainId: '0x7a69', eth_blockNumber: '0x1388' }

/** A provider that begins well, then answers as `then` says; it tells what it was asked, as careless servers do. */
function failing(then: (url: string) => { status: number; body: string }): RequestListener {
  return (request, response) => {
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => {
      const call = JSON.parse(text)
      const result = Array.isArray(call) ? undefined : RESULTS[call.method]
      if (result !== undefined) {
        response.end(JSON.stringify({ jsonrpc: '2.0', id: call.id, result }))
        return
      }
      const { status, body } = then(`${request.headers.authorization} ${request.url}`)
      response.writeHead(status).end(body)
    })
  }
}

/** Starts a command, stops it after a while, and gives all that it wrote. */
async function outputOf(args: string[], env: Record<string, string>, ms = 4_000): Promise<string> {
  const child = spawn(process.execPath, ['lib/cli/main.js', ...args], {
    env: { ...process.env, LINCHPIN_LOG_LEVEL: 'trace', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const said = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk
        resolve(null)
      })
    }
  })
  const gone = new Promise((resolve) => child.once('close', resolve))
  // A busy machine starts it late.
  await Promise.race([gone, said])
  await Promise.race([gone, wait(ms)])
  child.kill('SIGTERM')
  await Promise.race([gone, wait(5_000)])
  child.kill('SIGKILL')
  return output
}

const withPassword = (url: string) => {
  const changed = new URL(url)
  changed.password = encodeURIComponent(SECRETS.database)
  return changed.href
}

async function environment(answer: RequestListener | null): Promise<Record<string, string>> {
  const port = answer === null ? 1 : await listen(answer)
  return {
    RPC_ENDPOINT: `${provider(port)},${provider(port)}&second`,
    LINCHPIN_PROVE_RPC: provider(port),
    SQD_PORTAL_URL: `http://127.0.0.1:${port}/${SECRETS.portal}/datasets/x`,
    LINCHPIN_NETWORK: 'custom',
    LINCHPIN_DEPLOYMENT: `${FIXTURE}/deployment.json`,
    DB_URL: database.url,
  }
}

const wrongDatabase = {
  DB_URL: `postgres://me:${encodeURIComponent(SECRETS.database)}@127.0.0.1:1/x`,
}
const FAULTS: [string, RequestListener | null][] = [
  ['does not answer', null],
  ['refuses the key', (_, response) => response.writeHead(401).end(`bad key ${SECRETS.path}`)],
  ['refuses the key after a while', failing((url) => ({ status: 403, body: `no: ${url}` }))],
  ['sends a page with the URL in it', failing((url) => ({ status: 200, body: `<p>${url}</p>` }))],
  [
    'quotes the URL in an error',
    failing((url) => ({
      status: 200,
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 0,
        error: { code: -32000, message: `quota of ${url}` },
      }),
    })),
  ],
  ['breaks down', failing(() => ({ status: 502, body: '' }))],
]

function expectNoSecret(output: string): void {
  const found = FORMS.filter((form) => output.includes(form))
  expect(found, output.slice(0, 2_000)).toEqual([])
}

test.each(someOf(FAULTS, 3))(
  'no secret is written, at any level, when the provider %s',
  async (_, answer) => {
    const env = await environment(answer)
    const index = await outputOf(['index'], env)
    expect(index.length).toBeGreaterThan(50)
    const audit = await outputOf(['audit', '--sample', '1'], env)
    expectNoSecret(index + audit)
  },
)

test.each<[string, string[], Record<string, string>]>([
  ['the database does not answer', ['index'], wrongDatabase],
  ['the API has no database', ['serve'], wrongDatabase],
  ['the database refuses the password', ['migrate'], { DB_URL: '' }],
  ['the configuration is shown', ['config'], {}],
  ['a URL is wrong', ['config'], { RPC_ENDPOINT: `htp://${SECRETS.user}:x@host/${SECRETS.path}` }],
  ['another database is compared', ['digest', '--compare', wrongDatabase.DB_URL], {}],
  ['the index is rewound', ['rewind', '--to', '1'], wrongDatabase],
])('no secret is written when %s', async (_, args, env) => {
  const given = { ...(await environment(null)), ...env }
  if (given.DB_URL === '') given.DB_URL = withPassword(database.url)
  const output = await outputOf(args, given)
  expect(output.length).toBeGreaterThan(10)
  expectNoSecret(output)
})

test.each(someOf(['a 404', 'a 500', 'no answer', 'a malformed URL'], 3))(
  'no secret of the URL of a snapshot is written when it gets %s',
  async (fault) => {
    const status = fault === 'a 404' ? 404 : 500
    const port = await listen((request, response) => {
      response.writeHead(status).end(`${request.headers.authorization} ${request.url}`)
    })
    const url = provider(fault === 'no answer' ? 1 : port)
    const source = fault === 'a malformed URL' ? url.replace('127.0.0.1:', '127.0.0.1:x') : url
    const given = await environment(null)
    const output = await outputOf(['snapshot', 'restore', source], given, 15_000)
    expect(output).toMatch(/error LP305[57]/)
    expectNoSecret(output)
  },
)

test('no answer of the API has a secret of its database', async () => {
  const lines: string[] = []
  const api = await startTestApi(wrongDatabase.DB_URL, {}, lines)
  const answers = [JSON.stringify(await api.send('{ operators { id } }'))]
  for (const path of ['/status', '/ready', '/health', '/metrics', '/schema.graphql']) {
    answers.push(await (await fetch(api.url + path)).text())
  }
  await api.close()
  expectNoSecret(answers.join('\n') + lines.join('\n'))
})
