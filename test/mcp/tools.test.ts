import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TOOLS } from '../../src/mcp/tools'
import { useRecordedApi } from '../support/api/recorded-api'
import { EXAMPLES } from '../support/mcp-examples'

// biome-ignore lint/suspicious/noExplicitAny: a test knows the shape of what it asks for
type Answer = any

const api = useRecordedApi('mcp', 'fixtures/eigenlayer-a')
const examples: typeof EXAMPLES = { ...EXAMPLES }

beforeAll(async () => {
  const { operators, stakers } = await api.ask(
    '{ operators(limit: 1, where: {slashings_some: {}}) { id } stakers(limit: 2) { id } }',
  )
  examples.operator = { address: operators[0].id.toUpperCase().replace('0X', '0x') }
  examples.position = { ...EXAMPLES.position, stakers: stakers.map(({ id }: Answer) => id) }
})

describe.each(['HTTP', 'stdio'])('tools for agents, over %s, with the official client', (over) => {
  const client = new Client({ name: 'test', version: '1' })

  beforeAll(async () => {
    await client.connect(
      over === 'HTTP'
        ? new StreamableHTTPClientTransport(new URL(`${api.url}/mcp`))
        : new StdioClientTransport({
            command: process.execPath,
            args: ['lib/cli/main.js', 'mcp', '--url', `${api.url}/graphql`],
          }),
    )
  })
  afterAll(() => client.close())

  const call = async (name: string, args: object): Promise<Answer> =>
    client.callTool({ name, arguments: { ...args } })

  test('every tool is listed, read-only, with its arguments', async () => {
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(TOOLS.map(({ name }) => name))
    for (const { annotations, inputSchema, description } of tools) {
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false })
      expect(inputSchema.additionalProperties).toBe(false)
      expect(description).toContain('Units:')
    }
  })

  test.each(TOOLS.map((tool) => [tool.name, tool] as const))(
    '%s answers what GraphQL answers, at its block',
    async (name, tool) => {
      const { structuredContent, content, isError } = await call(name, examples[name]!)
      expect(isError, JSON.stringify(content)).toBeFalsy()
      const { query, variables } = tool.operation(tool.args.parse(examples[name]) as Answer)
      const { answeredAt, ...data } = await api.ask(query, variables)
      expect(structuredContent.data).toEqual(data)
      expect(structuredContent.block).toEqual(answeredAt)
      expect(structuredContent.block.block.hash).toMatch(/^0x[\da-f]{64}$/)
      expect(structuredContent.units).toBe(tool.units)
      expect(JSON.parse(content[0].text)).toEqual(structuredContent)
    },
  )

  test.each([
    ['overview', { block: 4000, since: 1000 }],
    ['overview', { block: 4000, since: 1000, pricing: EXAMPLES.overview!.pricing }],
    ['services', { block: 4000, limit: 100 }],
    [
      'services',
      {
        block: 4000,
        orderBy: 'COST_OF_CORRUPTION',
        limit: 100,
        pricing: EXAMPLES.overview!.pricing,
      },
    ],
    ['operator', { address: `0x${'1'.repeat(40)}`, block: 4000 }],
    ['position', { stakers: Array(100).fill(`0x${'1'.repeat(40)}`), block: 4000, limit: 100 }],
    ['simulate', { shocks: Array(20).fill(EXAMPLES.simulate!.shocks).flat(), block: 4000 }],
    ['slashings', { limit: 100, block: 4000 }],
    ['series', { figures: Array(8).fill({ figure: 'HHI' }), from: 1, to: 4000, every: 20 }],
  ])('the most that %s can be asked is within the cost limit: %j', async (name, args) => {
    const { content, isError } = await call(name, args)
    if (isError) expect(content[0].text).not.toContain('COST_EXCEEDED')
  })

  test('figures without a price are listed with their reason', async () => {
    const { structuredContent } = await call('overview', {})
    expect(structuredContent.data.overview.now.stake).toBeNull()
    expect(structuredContent.unknown).toContainEqual({
      path: 'overview.now',
      reason: 'UNPRICED',
    })
  })

  test('the schema is a resource', async () => {
    const { contents } = await client.readResource({ uri: 'linchpin://schema.graphql' })
    expect(contents[0]).toMatchObject({ text: expect.stringContaining('type Query') })
  })

  test.each([
    ['no address', 'operator', { address: 'vitalik.eth' }],
    ['SQL', 'operator', { address: "0x'; DROP TABLE operator; --" }],
    ['another argument', 'operator', { address: `0x${'1'.repeat(40)}`, __proto: 1 }],
    ['too many rows', 'services', { limit: 1_000_000 }],
    ['a block of text', 'overview', { block: '4000' }],
    ['a block below 0', 'overview', { block: -1 }],
    [
      'no number',
      'simulate',
      { shocks: [{ loss: { operator: `0x${'1'.repeat(40)}`, fraction: '1e99' } }] },
    ],
    ['200,000 stakers', 'position', { stakers: Array(200_000).fill(`0x${'1'.repeat(40)}`) }],
    ['a mutation', 'query', { query: 'mutation { cancelJob(id: "1", token: "x") { id } }' }],
    ['a subscription', 'query', { query: 'subscription { a }' }],
    ['two operations', 'query', { query: 'query a { operators { id } } query b { pools { id } }' }],
    ['no GraphQL', 'query', { query: 'SELECT * FROM operator' }],
    ['10,000 levels', 'query', { query: '{a'.repeat(10_000) }],
    [
      'too costly a query',
      'query',
      { query: '{ stakes(limit: 1000) { staker { stakes(limit: 1000) { id } } } }' },
    ],
    ['a block that is not indexed', 'overview', { block: 2_000_000_000 }],
  ])('%s is refused', async (_, name, args) => {
    const outcome = await call(name, args).catch((error) => ({ isError: true, error }))
    expect(outcome.isError).toBe(true)
    expect(JSON.stringify(outcome)).not.toMatch(/at .*\.js:|postgres:\/\//)
  })

  test('a refusal has the code and the hint of the API', async () => {
    const { content } = await call('overview', { block: 2_000_000_000 })
    const { errors } = JSON.parse(content[0].text)
    expect(errors).toMatchObject([{ code: 'BLOCK_NOT_INDEXED', hint: expect.any(String) }])
  })

  test('variables 5,000 levels deep are refused', async () => {
    let deep: object = {}
    for (let level = 0; level < 1_000; level += 1) deep = { deep }
    const outcome = await call('query', { query: '{ pools { id } }', variables: deep })
    expect(JSON.parse(outcome.content[0].text).errors[0].code).toBe('LIMIT_EXCEEDED')
  })
})

describe('the endpoint /mcp', () => {
  const post = (body: string, headers: Record<string, string> = {}, method = 'POST') =>
    fetch(`${api.url}/mcp`, {
      method,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
      ...(method === 'POST' && { body }),
    })
  const ping = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' })

  test('answers one message with JSON, without a session', async () => {
    const response = await post(ping)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('application/json')
    expect(response.headers.get('mcp-session-id')).toBeNull()
    expect(await response.json()).toEqual({ jsonrpc: '2.0', id: 1, result: {} })
  })

  test.each([
    ['a form of a website', ping, { 'content-type': 'text/plain' }, 'POST', 415],
    ['a page of another website', ping, { origin: 'https://evil.example' }, 'POST', 403],
    ['GET, which would open a stream', '', {}, 'GET', 405],
    ['DELETE of a session', '', {}, 'DELETE', 405],
    ['what is not JSON', '{', {}, 'POST', 400],
    ['a batch', `[${ping}]`, {}, 'POST', 400],
    ['a body over 256 KiB', JSON.stringify('x'.repeat(300_000)), {}, 'POST', 413],
    ['no JSON-RPC', '{"a": 1}', {}, 'POST', 400],
  ])('%s is refused with its status', async (_, body, headers, method, status) => {
    const response = await post(body, headers as Record<string, string>, method)
    expect(response.status).toBe(status)
    expect(await response.json()).toHaveProperty('error')
  })
})

describe('over stdio without an API', () => {
  test('a tool says that the API does not answer, and what to do', async () => {
    const client = new Client({ name: 'test', version: '1' })
    const args = ['lib/cli/main.js', 'mcp', '--url', 'http://127.0.0.1:9/graphql']
    await client.connect(new StdioClientTransport({ command: process.execPath, args }))
    const { content, isError }: Answer = await client.callTool({ name: 'overview', arguments: {} })
    await client.close()
    expect(isError).toBe(true)
    expect(JSON.parse(content[0].text).errors).toEqual([
      {
        code: 'NOT_READY',
        message: 'The API at http://127.0.0.1:9 does not answer.',
        hint: 'Start it with `linchpin up` or `linchpin serve`, or pass its address with --url.',
      },
    ])
  })
})
