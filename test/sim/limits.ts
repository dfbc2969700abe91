import type { Answer, Call } from './messages'

/** How a node answers a call that is larger than it takes: without words, or with words of its own. */
export const WAYS = {
  blocks: [
    'http 504',
    'text',
    'dropped',
    'Unable to complete request at this time.',
    'context deadline exceeded',
    'block range has to be less than MAX',
    'upstream request timeout',
  ],
  batch: ['http 400', 'http 413', 'dropped', 'array with one error', 'items', 'text'],
  addresses: [
    'http 504',
    'exceed max addresses or topics per search position',
    'Invalid params: at most MAX addresses are supported',
    'too many addresses in the filter',
    'request could not be processed',
  ],
} as const

/** A limit of a node, while some steps are played. */
export interface Limit {
  of: keyof typeof WAYS
  max: number
  way: string
  /** First step. */
  from: number
  /** First step without it; null: it stays. */
  until: number | null
  nodes: 'first' | 'both'
}

/** What a node sends instead of its answers. */
export type Refusal =
  | { kind: 'dropped' }
  | { kind: 'text'; status: number; text: string; type: string }
  | { kind: 'answers'; change: (answer: Answer, index: number) => Answer; only: number | null }

/** The limit that a request exceeds, if any. */
export function exceeded(
  limits: readonly Limit[],
  calls: readonly Call[],
  isBatch: boolean,
): Limit | undefined {
  return limits.find((limit) =>
    limit.of === 'batch'
      ? isBatch && calls.length > limit.max
      : calls.some((call) => isOver(limit, call)),
  )
}

/** How the node refuses that request. */
export function refusalOf(limit: Limit, calls: readonly Call[]): Refusal {
  const { way, max, of } = limit
  const error = (code: number, message: string) => ({ code, message })
  const page = `<html><body><h1>${way}</h1></body></html>`
  if (way === 'dropped') return { kind: 'dropped' }
  if (way === 'text')
    return { kind: 'text', status: 200, text: 'upstream failed', type: 'text/plain' }
  if (way.startsWith('http')) {
    return { kind: 'text', status: Number(way.slice(5)), text: page, type: 'text/html' }
  }
  if (of === 'batch') {
    const refused = error(-32600, 'batch of calls is not taken')
    const change = ({ id }: Answer): Answer => ({ jsonrpc: '2.0', id, error: refused })
    if (way === 'array with one error') return { kind: 'answers', change, only: 1 }
    return { kind: 'answers', change: (one, at) => (at < max ? one : change(one)), only: null }
  }
  const refused = error(of === 'blocks' ? -32000 : -32602, way.replace('MAX', String(max)))
  const change = (answer: Answer): Answer => {
    const call = calls.find(({ id }) => id === answer.id)
    return call && isOver(limit, call) ? { jsonrpc: '2.0', id: answer.id, error: refused } : answer
  }
  return { kind: 'answers', change, only: null }
}

function isOver({ of, max }: Limit, { method, params }: Call): boolean {
  if (method !== 'eth_getLogs') return false
  const { address, fromBlock, toBlock } = Object(params[0])
  if (of === 'addresses') return Array.isArray(address) && address.length > max
  return Number(toBlock) - Number(fromBlock) >= max
}
