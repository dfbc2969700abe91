import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { COMPOSE_VARIABLES } from '../../test/support/compose-variables'
import { EXIT, LinchpinError } from '../errors'
import { describeConfig, readConfig } from './env'
import { VARIABLES } from './variables'

function problem(env: Record<string, string>): LinchpinError {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof LinchpinError) return error
    throw error
  }
  throw new Error(`accepted ${JSON.stringify(env)}`)
}

describe('readConfig', () => {
  it('requires no variable', () => {
    expect(readConfig({})).toMatchObject({
      dbUrl: null,
      rpcEndpoints: [],
      network: 'mainnet',
      deploymentFile: null,
      gqlHost: '127.0.0.1',
      gqlPort: 4350,
      prometheusPort: null,
      logLevel: 'info',
      logFormat: null,
      dataDir: '.linchpin',
      recording: null,
      batchBlocks: 2000,
      finality: null,
    })
  })

  it.each([
    [{ DB_URL: 'postgres://u:p@h:5/d' }, { dbUrl: 'postgres://u:p@h:5/d' }],
    [{ DB_URL: 'postgresql://h/d' }, { dbUrl: 'postgresql://h/d' }],
    [{ DB_HOST: 'db' }, { dbUrl: 'postgres://postgres:postgres@db:5432/squid' }],
    [
      { DB_HOST: '::1', DB_PORT: '6', DB_NAME: 'n', DB_USER: 'u', DB_PASS: 'a/b@c' },
      { dbUrl: 'postgres://u:a%2Fb%40c@[::1]:6/n' },
    ],
    [{ DB_URL: 'postgres://h/d', DB_HOST: 'db' }, { dbUrl: 'postgres://h/d' }],
    [{ DB_PASS: 'alone' }, { dbUrl: null }],
    [{ RPC_ENDPOINT: 'https://a, http://b/x' }, { rpcEndpoints: ['https://a', 'http://b/x'] }],
    [{ GQL_PORT: '0' }, { gqlPort: 0 }],
    [{ GRAPHQL_SERVER_PORT: '4000' }, { gqlPort: 4000 }],
    [{ GRAPHQL_SERVER_PORT: '4000', GQL_PORT: '5000' }, { gqlPort: 5000 }],
    [{ PROCESSOR_PROMETHEUS_PORT: '3000' }, { prometheusPort: 3000 }],
    [
      { LINCHPIN_NETWORK: 'hoodi', LINCHPIN_FINALITY: '0' },
      { network: 'hoodi', finality: 0 },
    ],
    [
      { LINCHPIN_NETWORK: 'custom', LINCHPIN_DEPLOYMENT: 'a.json' },
      { network: 'custom', deploymentFile: 'a.json' },
    ],
    [{ LINCHPIN_LOG_LEVEL: 'debug', LINCHPIN_LOG_FORMAT: 'json' }, { logLevel: 'debug' }],
    [
      { DB_URL: '', RPC_ENDPOINT: '  ', GQL_PORT: '' },
      { dbUrl: null, gqlPort: 4350 },
    ],
    [{ LINCHPIN_TEST_DATABASE_URL: 'x', PATH: '/bin' }, { network: 'mainnet' }],
  ] as [Record<string, string>, object][])('reads %j', (env, expected) => {
    expect(readConfig(env)).toMatchObject(expected)
  })

  it('reads the bounds and the openness of the API', () => {
    const { edge } = readConfig({
      LINCHPIN_MAX_REQUESTS: '10',
      LINCHPIN_TRUST_PROXY: '127.0.0.1, 10.0.0.0/8,fd00::/8',
      LINCHPIN_CLIENT_HEADER: 'X-Api-Key',
      LINCHPIN_CORS: 'https://example.com, http://localhost:3000',
      LINCHPIN_ALLOWED_HOSTS: 'api.example.com',
    })
    expect(edge).toEqual({
      maxRequests: 10,
      maxRequestsPerClient: 128,
      maxConnections: 2000,
      trustedProxies: ['127.0.0.1', '10.0.0.0/8', 'fd00::/8'],
      clientHeader: 'X-Api-Key',
      cors: ['https://example.com', 'http://localhost:3000'],
      allowedHosts: ['api.example.com'],
    })
    expect(readConfig({}).edge).toMatchObject({ cors: 'auto', allowedHosts: null })
    expect(readConfig({ LINCHPIN_CORS: 'closed' }).edge.cors).toBe('closed')
  })

  it.each([
    [{ LINCHPIN_TRUST_PROXY: 'proxy.local' }, /must be IP addresses or networks/],
    [{ LINCHPIN_TRUST_PROXY: '10.0.0.0/33' }, /must be IP addresses or networks/],
    [{ LINCHPIN_CORS: '*' }, /must be auto, open, closed, or origins/],
    [{ LINCHPIN_CORS: 'https://example.com/' }, /must be auto, open, closed, or origins/],
    [{ LINCHPIN_CLIENT_HEADER: 'x key' }, /must be the name of a header/],
    [{ LINCHPIN_MAX_REQUESTS: '0' }, /must be from 1/],
    [{ DB_URL: 'mysql://h/d' }, /DB_URL=mysql:\/\/h: must be postgres:/],
    [{ DB_URL: 'h:5432/d' }, /DB_URL=set: must be postgres:/],
    [{ DB_URL: 'postgres://u:p#1@h/d' }, /DB_URL=set: must be postgres:/],
    [{ DB_URL: 'postgres://u:p@h/d#x' }, /must not contain #/],
    [{ DB_URL: 'postgres://u:p@h1,h2/d' }, /must name one host/],
    [{ DB_URL: 'postgres://u:%ff@h/d' }, /write % as %25/],
    [{ DB_URL: 'host=h dbname=d' }, /DB_URL=set: must be postgres:/],
    [{ LINCHPIN_COMPARE_DB_URL: 'nonsense' }, /LINCHPIN_COMPARE_DB_URL=set: must be postgres:/],
    [{ DB_URL: 'postgres://h/d?sslmode=prefer' }, /set sslmode=require, verify-full or disable/],
    [{ DB_URL: 'postgres://h/d?sslmode=allow' }, /set sslmode=require, verify-full or disable/],
    [{ DB_URL: 'postgres://h/d?sslmode=on' }, /sslmode must be one of disable, require/],
    [{ DB_URL: 'postgres://h/d?sslmode=verify-ca' }, /verify-ca needs sslrootcert=FILE/],
    [{ DB_URL: 'postgres://h/d?sslrootcert=/none.pem' }, /file of sslrootcert cannot be read/],
    [{ DB_URL: 'postgres://h/d?sslmode=verify-full&sslrootcert=system' }, /leave it out/],
    [{ DB_URL: 'postgres://h/d?sslcrl=x' }, /sslcrl is not supported/],
    [{ DB_HOST: 'http://db' }, /DB_HOST=http:\/\/db: must be a hostname/],
    [{ DB_HOST: 'db', DB_PORT: 'x' }, /DB_PORT=x: must be an integer from 1 to 65535/],
    [{ RPC_ENDPOINT: 'wss://node/key' }, /RPC_ENDPOINT=wss:\/\/node: URL 1 of 1 must start with/],
    [{ RPC_ENDPOINT: 'https://a,,https://b' }, /URL 2 of 3 must start with http/],
    [{ GQL_PORT: '99999' }, /GQL_PORT=99999: must be from 0 to 65535/],
    [{ GQL_PORT: '-1' }, /GQL_PORT=-1: must be an integer/],
    [{ GQL_PORT: '4350.5' }, /GQL_PORT=4350.5: must be an integer/],
    [{ PROCESSOR_PROMETHEUS_PORT: '0' }, /PROCESSOR_PROMETHEUS_PORT=0: must be from 1/],
    [{ LINCHPIN_NETWORK: 'Mainnet' }, /LINCHPIN_NETWORK=Mainnet: must be one of mainnet, holesky/],
    [
      { LINCHPIN_NETWORK: 'custom' },
      /LINCHPIN_DEPLOYMENT=unset: required with LINCHPIN_NETWORK=custom/,
    ],
    [{ LINCHPIN_DEPLOYMENT: 'a.json' }, /LINCHPIN_DEPLOYMENT=a.json: only allowed with/],
    [{ LINCHPIN_LOG_LEVEL: 'loud' }, /LINCHPIN_LOG_LEVEL=loud: must be one of trace/],
    [{ LINCHPIN_LOG_FORMAT: 'xml' }, /LINCHPIN_LOG_FORMAT=xml: must be one of json, pretty/],
    [{ LINCHPIN_BATCH_BLOCKS: '0' }, /LINCHPIN_BATCH_BLOCKS=0: must be from 1/],
    [{ LINCHPIN_FINALITY: 'soon' }, /LINCHPIN_FINALITY=soon: must be an integer/],
    [{ LINCHPIN_HOST: 'http://x:1' }, /LINCHPIN_HOST=http:\/\/x:1: must be a hostname/],
    [{ LINCHPIN_NETWROK: 'hoodi' }, /LINCHPIN_NETWROK: .*did you mean LINCHPIN_NETWORK\?/],
    [{ LINCHPIN_BATCH: '5' }, /LINCHPIN_BATCH: .*did you mean/],
  ] as [Record<string, string>, RegExp][])('rejects %j with the reason', (env, message) => {
    const error = problem(env)
    expect(error.message).toMatch(message)
    expect(error).toMatchObject({ code: 'LP1001', exitCode: EXIT.CONFIG })
  })

  it('reports every problem at once', () => {
    const error = problem({ GQL_PORT: 'x', LINCHPIN_NETWORK: 'moon', LINCHPIN_HOTS: '::' })
    expect(error.message).toMatch(/^3 problems/)
    for (const name of ['GQL_PORT', 'LINCHPIN_NETWORK', 'LINCHPIN_HOTS']) {
      expect(error.message).toContain(name)
    }
  })

  it('prints no secret, neither in a problem nor in the description', () => {
    const secrets = {
      RPC_ENDPOINT: 'https://user:word1@node.example/v3/KEY1?token=KEY2',
      DB_URL: 'postgres://me:word2@db.example:5432/name',
      DB_PASS: 'word3',
    }
    const unsafe = /word\d|KEY\d|user:word|me:/
    expect(describeConfig(readConfig(secrets))).not.toMatch(unsafe)
    expect(JSON.stringify(readConfig(secrets).settings)).not.toMatch(unsafe)
    const wrong = {
      ...secrets,
      RPC_ENDPOINT: `${secrets.RPC_ENDPOINT},ftp://x/KEY3`,
      GQL_PORT: '-',
    }
    expect(problem({ ...wrong, DB_URL: 'me:word4@db/KEY5' }).message).not.toMatch(unsafe)
    expect(problem({ DB_HOST: 'postgres://me:word6@db/KEY7' }).message).not.toMatch(unsafe)
  })

  it('is frozen', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true)
  })
})

describe('describeConfig', () => {
  it('prints the origin of each value', () => {
    const text = describeConfig(
      readConfig(
        { GQL_PORT: '1', RPC_ENDPOINT: 'https://node.example/key' },
        new Set(['RPC_ENDPOINT']),
      ),
    )
    expect(text).toMatch(/^GQL_PORT +1 {2}\(environment\)$/m)
    expect(text).toMatch(/^RPC_ENDPOINT +https:\/\/node\.example {2}\(\.env\)$/m)
    expect(text).toMatch(/^LINCHPIN_NETWORK +mainnet {2}\(default\)$/m)
    expect(text).toMatch(/database: embedded Postgres/)
  })
})

describe('.env.example', () => {
  const text = readFileSync(join(__dirname, '../../.env.example'), 'utf8')

  it('lists exactly the variables of the program, with their meaning and default', () => {
    const entries = [...text.matchAll(/^# (.+)\n#?([A-Z_]+)=(.*)$/gm)]
    expect(entries.map(([, meaning, name, value]) => ({ meaning, name, value }))).toEqual(
      [...VARIABLES, ...COMPOSE_VARIABLES].map(({ meaning, name, default: value }) => {
        return { meaning, name, value }
      }),
    )
  })

  it('changes nothing when it is copied unmodified', () => {
    expect(text.split('\n').filter((line) => /^[A-Z_]+=./.test(line))).toEqual([])
  })
})
