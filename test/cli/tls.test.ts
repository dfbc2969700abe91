import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TLSSocket } from 'node:tls'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectWhenReady } from '../../src/cli/database'
import { migrate } from '../../src/cli/migrations'
import { readConfig } from '../../src/config/env'
import { EXIT } from '../../src/errors'
import { createTestDatabase, type TestDatabase } from '../support/postgres'

const folder = mkdtempSync(join(tmpdir(), 'linchpin-tls-'))
const file = (name: string) => join(folder, name)

let database: TestDatabase
let tls: Server
let refusing: Server
/** What `refusing` answers to a start without TLS. */
let refusal = ''

/** Answers the request for TLS, and passes what is inside on to the Postgres of the suite. */
function terminate(socket: Socket): void {
  socket.on('error', () => {})
  socket.once('data', () => {
    socket.write('S')
    const inner = new TLSSocket(socket, {
      isServer: true,
      key: readFileSync(file('key.pem')),
      cert: readFileSync(file('cert.pem')),
    })
    const { hostname, port } = new URL(database.url)
    const server = connect(Number(port), hostname)
    for (const end of [inner, server]) end.on('error', () => socket.destroy())
    inner.pipe(server).pipe(inner)
  })
}

/** An ErrorResponse of the protocol of Postgres. */
function refuse(socket: Socket): void {
  socket.on('error', () => {})
  socket.once('data', () => {
    const fields = `SFATAL\0C28000\0M${refusal}\0\0`
    const length = Buffer.alloc(4)
    length.writeInt32BE(fields.length + 4)
    socket.end(Buffer.concat([Buffer.from('E'), length, Buffer.from(fields)]))
  })
}

async function listen(server: Server): Promise<Server> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

/** DB_URL of the test database through a server of this test, as the configuration passes it on. */
function urlOf(host: string, server: Server | null, query: string): string {
  const url = new URL(database.url)
  if (server) url.host = `${host}:${(server.address() as AddressInfo).port}`
  return readConfig({ DB_URL: `${url}${query}` }).dbUrl!
}

beforeAll(async () => {
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const files = ['-keyout', file('key.pem'), '-out', file('cert.pem')]
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject, ...files], {
    stdio: 'ignore',
  })
  database = await createTestDatabase('tls')
  tls = await listen(createServer(terminate))
  refusing = await listen(createServer(refuse))
})

afterAll(async () => {
  tls.close()
  refusing.close()
  await database.drop()
  rmSync(folder, { recursive: true })
})

it.each([
  ['localhost', '?sslmode=require'],
  ['localhost', '?sslmode=no-verify'],
  ['127.0.0.1', '?sslmode=require&sslrootcert=CERT'],
  ['127.0.0.1', '?sslmode=verify-ca&sslrootcert=CERT'],
  ['localhost', '?sslmode=verify-full&sslrootcert=CERT'],
])('%s%s connects, and migrates', async (host, query) => {
  const url = urlOf(host, tls, query.replace('CERT', file('cert.pem')))
  await migrate(url, 0)
  expect(await migrate(url, 0)).toEqual([])
})

it.each([
  ['an unknown authority', 'localhost', '?sslmode=verify-full'],
  ['another host', '127.0.0.1', '?sslmode=verify-full&sslrootcert=CERT'],
])('%s is LP3025 at once', async (_, host, query) => {
  const url = urlOf(host, tls, query.replace('CERT', file('cert.pem')))
  await expect(connectWhenReady(url, 60_000)).rejects.toMatchObject({
    code: 'LP3025',
    exitCode: EXIT.CONFIG,
    hint: expect.stringContaining('sslrootcert=FILE'),
  })
})

it.each(['require', 'verify-full'])(
  'a server without TLS is LP3025 with sslmode=%s',
  async (mode) => {
    await expect(
      connectWhenReady(urlOf('', null, `?sslmode=${mode}`), 60_000),
    ).rejects.toMatchObject({ code: 'LP3025', hint: expect.stringContaining('sslmode=disable') })
  },
)

it('sslmode=disable connects without TLS', async () => {
  await (await connectWhenReady(urlOf('', null, '?sslmode=disable'), 0)).end()
})

it.each([
  'no pg_hba.conf entry for host "10.0.0.1", user "u", database "d", no encryption',
  'no pg_hba.conf entry for host "10.0.0.1", user "u", database "d", SSL off',
  'connection is insecure (SSL is required)',
])('a server that wants TLS is LP3025: %s', async (text) => {
  refusal = text
  await expect(connectWhenReady(urlOf('127.0.0.1', refusing, ''), 60_000)).rejects.toMatchObject({
    code: 'LP3025',
    hint: expect.stringContaining('sslmode=require'),
  })
})
