import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'

const tag = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  'display-name': z.string().min(1),
  type: z.enum(['text', 'date']),
  required: z.literal(true),
  default: z.string().min(1),
})

const card = z.strictObject({
  name: z.string().min(1).max(254),
  description: z.string().min(1),
  display: z.enum(['table', 'line']),
  visualization_settings: z.record(z.string(), z.unknown()),
  collection_id: z.int().positive(),
  dataset_query: z.strictObject({
    type: z.literal('native'),
    database: z.int().positive(),
    native: z.strictObject({ query: z.string(), 'template-tags': z.record(z.string(), tag) }),
  }),
})

const collection = z.strictObject({ name: z.string().min(1) })

export type Card = z.infer<typeof card>

/** What stands in for Metabase: the calls that the script makes, with checked bodies. */
export interface MetabaseServer {
  url: string
  /** By number. */
  cards: Map<number, Card>
  collections: { id: number; name: string; location: string; archived: boolean }[]
  /** Method and path of each request with the right key. */
  requests: string[]
  /** Answers of paths, instead of those of the calls. */
  faults: Map<string, { status: number; headers?: Record<string, string>; text: string }>
  close(): Promise<void>
}

/** Starts one on a free port. @param key the only key that it takes */
export async function startMetabase(key: string): Promise<MetabaseServer> {
  const state: Pick<MetabaseServer, 'cards' | 'collections' | 'requests' | 'faults'> = {
    cards: new Map(),
    collections: [],
    requests: [],
    faults: new Map(),
  }
  const server = createServer((request, response) => {
    answer(request, key, state).then(
      ({ status, body }) => {
        const fault = state.faults.get(request.url!)
        response.writeHead(fault?.status ?? status, fault?.headers)
        response.end(fault?.text ?? (typeof body === 'string' ? body : JSON.stringify(body)))
      },
      (error) => response.writeHead(400).end(String(error)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => new Promise<void>((resolve) => void server.close(() => resolve()))
  return { ...state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}

async function answer(
  request: IncomingMessage,
  key: string,
  { cards, collections, requests }: Omit<MetabaseServer, 'url' | 'close'>,
): Promise<{ status: number; body: unknown }> {
  if (request.headers['x-api-key'] !== key) return { status: 401, body: 'Unauthenticated' }
  const { pathname, searchParams } = new URL(request.url!, 'http://localhost')
  const call = `${request.method} ${pathname}`
  requests.push(call)
  let text = ''
  for await (const chunk of request) text += chunk
  const next = () => 1 + collections.length + cards.size
  const [, ofCollection] = /^GET \/api\/collection\/(\d+)\/items$/.exec(call) ?? []
  const [, ofCard] = /^PUT \/api\/card\/(\d+)$/.exec(call) ?? []
  if (call === 'GET /api/database') {
    const data = [
      { id: 1, name: 'Sample Database' },
      { id: 7, name: 'Restaking' },
    ]
    return { status: 200, body: { data, total: 2 } }
  }
  if (call === 'GET /api/collection') {
    return { status: 200, body: [{ id: 'root', name: 'Our analytics' }, ...collections] }
  }
  if (call === 'POST /api/collection') {
    const { name } = collection.parse(JSON.parse(text))
    const made = { id: next(), name, location: '/', archived: false }
    collections.push(made)
    return { status: 200, body: made }
  }
  if (ofCollection && searchParams.get('models') === 'card') {
    const all = [...cards].filter(([, one]) => one.collection_id === Number(ofCollection))
    const offset = Number(searchParams.get('offset'))
    const page = all.slice(offset, offset + Math.min(100, Number(searchParams.get('limit'))))
    const data = page.map(([id, { name }]) => ({ id, name, model: 'card' }))
    return { status: 200, body: { data, total: all.length } }
  }
  if (call === 'POST /api/card' || (ofCard && cards.has(Number(ofCard)))) {
    const id = ofCard ? Number(ofCard) : next()
    cards.set(id, card.parse(JSON.parse(text)))
    return { status: 200, body: { id } }
  }
  return { status: 404, body: 'Not found.' }
}
