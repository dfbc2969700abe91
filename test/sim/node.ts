import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { listen, readBody, send } from '../../src/chain/http'
import type { ChainView } from '../../src/chain/recording/chain-view'
import { startReplay } from '../../src/chain/recording/replay'
import { answerContract, type Silence } from './constants'
import { type ActiveGlitch, begin, type Glitch, garble } from './glitches'
import { exceeded, type Limit, type Refusal, refusalOf } from './limits'
import type { Answer, Call } from './messages'
import type { RpcFault, RpcTrouble } from './plan'
import type { Random } from './random'

/** A node of the chain that can be made to fail. */
export interface SimNode {
  url: string
  /** Sets the faults from now on; null: none. */
  disturb(trouble: RpcTrouble | null): void
  /** Sets the sizes of calls that it takes from now on. */
  limit(limits: readonly Limit[]): void
  /** Begins to say something wrong, for a while; a glitch before ends. */
  garble(glitch: Glitch): void
  /** How it answers calls of contracts from now on; null: as deployed. Before, it does not serve them. */
  answerContracts(silence: Silence | null): void
  /** Refuses connections for a while. */
  down(ms: number): Promise<void>
  /** Called when a request was answered, with the methods in it. */
  onAnswered: (methods: readonly string[]) => void
  close(): Promise<void>
}

/**
 * @param omissions fraction of the answers to filtered eth_getLogs that omit logs
 * @param count called with every fault that was delivered
 */
export async function startNode(
  view: ChainView,
  finality: number,
  random: Random,
  omissions: number,
  count: (fault: string, group?: string) => void,
): Promise<SimNode> {
  const replay = await startReplay(view, { finality })
  let trouble: RpcTrouble | null = null
  let left = 0
  let limits: readonly Limit[] = []
  let glitch: ActiveGlitch | null = null
  let contracts: Silence | null | undefined

  const next = (calls: readonly Call[], isBatch: boolean): RpcFault | null => {
    if (!trouble || left <= 0) return null
    left -= 1
    if (!random.chance(trouble.probability)) return null
    const kinds = trouble.kinds.filter((kind) => suits(kind, calls, isBatch))
    return kinds.length === 0 ? null : random.pick(kinds)
  }

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const body = (await readBody(request).catch(() => undefined)) ?? ''
    const parsed = JSON.parse(body) as Call | Call[]
    const calls = Array.isArray(parsed) ? parsed : [parsed]
    const fault = next(calls, Array.isArray(parsed))
    if (fault) count(fault)
    const complete = await fetch(replay.url, { method: 'POST', body })
      .then((upstream) => upstream.text())
      .catch(() => '')
    if (complete === '') return response.destroy()
    const list = ([JSON.parse(complete)].flat() as Answer[]).map((answer) => {
      const call = calls.find(({ id }) => id === answer.id)
      const isServed = call?.method !== 'eth_call' || contracts === undefined
      return isServed ? answer : answerContract(call, contracts!)
    })
    const answers = Array.isArray(parsed) ? list : list[0]!
    for (const answer of list) {
      if (random.chance(omissions) && leaveOut(answer, calls, random)) count('omitted logs')
    }
    if (glitch && garble(glitch, list, calls)) count(glitch.kind, 'wrong heads and blocks')
    response.on('finish', () => node.onAnswered(calls.map(({ method }) => method)))
    const limit = fault ? undefined : exceeded(limits, calls, Array.isArray(parsed))
    if (!limit) return void (await reply(response, fault, answers, calls, random))
    count(`${limit.of}: ${limit.way}`, 'calls larger than a node takes')
    refuse(response, refusalOf(limit, calls), answers)
  }
  let server = await listen(handle, {})
  const { port } = server

  const node: SimNode = {
    url: server.url,
    disturb(next) {
      trouble = next
      left = next?.requests ?? 0
    },
    limit(next) {
      limits = next
    },
    garble(next) {
      glitch = begin(next, view.head)
    },
    answerContracts(silence) {
      contracts = silence
    },
    async down(ms) {
      await server.close()
      await wait(ms)
      server = await listen(handle, { port })
    },
    onAnswered: () => {},
    close: async () => {
      await server.close()
      await replay.close()
    },
  }
  return node
}

function suits(kind: RpcFault, calls: readonly Call[], isBatch: boolean): boolean {
  if (kind.startsWith('batch')) return isBatch && calls.length > 1
  if (kind === 'null block') return calls.some(({ method }) => method.startsWith('eth_getBlock'))
  if (kind === 'head back') return calls.some(({ method }) => method === 'eth_blockNumber')
  return true
}

async function reply(
  response: ServerResponse,
  fault: RpcFault | null,
  answers: Answer | Answer[],
  calls: readonly Call[],
  random: Random,
): Promise<unknown> {
  const text = JSON.stringify(answers)
  const ok = (value: unknown) => send(response, 200, JSON.stringify(value), 'application/json')
  const each = (change: (answer: Answer) => Answer) =>
    ok(Array.isArray(answers) ? answers.map(change) : change(answers))
  const refuse = (code: number, message: string) =>
    each(({ id }) => ({ jsonrpc: '2.0', id, error: { code, message } }))
  switch (fault) {
    case null:
      return send(response, 200, text, 'application/json')
    case 'http 500':
      return send(response, 500, 'internal')
    case 'http 502 html':
      return send(response, 502, '<html><body>Bad gateway</body></html>', 'text/html')
    case 'http 429':
      if (random.chance(0.3)) response.setHeader('retry-after', '1')
      return send(response, 429, 'slow down')
    case 'reset':
      return response.destroy()
    case 'half body':
      response.writeHead(200, { 'content-length': Buffer.byteLength(text) })
      response.write(text.slice(0, text.length / 2))
      await wait(20)
      return response.destroy()
    case 'cut json':
      return send(response, 200, text.slice(0, text.length / 2), 'application/json')
    case 'slow':
      await wait(random.between(50, 800))
      return send(response, 200, text, 'application/json')
    case 'hang':
      await wait(1_500)
      return response.destroy()
    case 'error -32603':
      return refuse(-32603, 'Internal error')
    case 'error -32005':
      return refuse(-32005, 'request rate limit exceeded')
    case 'error 429':
      return refuse(429, 'Too Many Requests')
    case 'error -32099':
      return refuse(-32099, 'upstream is confused')
    case 'null block':
      return each((answer) => (isBlock(answer, calls) ? { ...answer, result: null } : answer))
    case 'head back':
      return each((answer) => (isHead(answer, calls) ? lower(answer, random) : answer))
    case 'batch shuffled':
      return ok([...(answers as Answer[])].reverse())
    case 'batch short':
      return ok((answers as Answer[]).slice(random.between(0, 1)).slice(0, -1))
    case 'batch object':
      return ok({ jsonrpc: '2.0', id: null, error: { code: -32000, message: 'try again later' } })
  }
}

function refuse(response: ServerResponse, refusal: Refusal, answers: Answer | Answer[]): void {
  if (refusal.kind === 'dropped') response.destroy()
  else if (refusal.kind === 'text') send(response, refusal.status, refusal.text, refusal.type)
  else {
    const list = Array.isArray(answers) ? answers : [answers]
    const changed = list.map(refusal.change).slice(0, refusal.only ?? list.length)
    const value = Array.isArray(answers) ? changed : changed[0]
    send(response, 200, JSON.stringify(value), 'application/json')
  }
}

const methodOf = ({ id }: Answer, calls: readonly Call[]) =>
  calls.find((call) => call.id === id)?.method ?? ''
const isBlock = (answer: Answer, calls: readonly Call[]) =>
  methodOf(answer, calls).startsWith('eth_getBlock')
const isHead = (answer: Answer, calls: readonly Call[]) =>
  methodOf(answer, calls) === 'eth_blockNumber'

/** Omits logs from an answer for some contracts, as history requests them; false: it is no such answer, or has no logs. */
function leaveOut(answer: Answer, calls: readonly Call[], random: Random): boolean {
  const call = calls.find(({ id }) => id === answer.id)
  const { result } = answer
  const isFiltered = call?.method === 'eth_getLogs' && Object(call.params[0]).address !== undefined
  if (!isFiltered || !Array.isArray(result) || result.length === 0) return false
  const [from, count] = [random.between(0, result.length - 1), random.between(1, 3)]
  answer.result = result.filter((_, at) => at < from || at >= from + count)
  return true
}

function lower(answer: Answer, random: Random): Answer {
  const number = Number(answer.result) - random.between(1, 5)
  return { ...answer, result: `0x${number.toString(16)}` }
}
