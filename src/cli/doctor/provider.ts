import { setTimeout as wait } from 'node:timers/promises'
import type { RpcCall } from '../../chain/jsonrpc'
import { parseQuantity, toQuantity } from '../../chain/normalize'
import { isThrottled } from '../../chain/provider/faults'
import { RateBudget } from '../../chain/provider/rate-budget'
import { exchange, type Reply, splitCredentials } from '../../chain/provider/transport'
import type { Network } from '../../config/networks'
import { redactUrl, scrubText } from '../../config/redact'
import type { Has, IndexFacts, ProviderFacts } from '../../doctor/facts'
import { clockDifference } from './machine'
import { isNear } from './near'

const TIMEOUT_MS = 10_000
/** Of all calls to one provider; what is not asked until then stays unknown. */
const DEADLINE_MS = 90_000
const RANGES = [10_000, 2_000, 500, 100, 10, 1]
const BATCHES = [100, 20, 5]
const SPEED_CALLS = 5

export interface ProviderProbe {
  facts: ProviderFacts
  /** Seconds by which our clock is ahead of the header Date of its answers; null: it has none. */
  clock: number | null
}

export interface ProviderTask {
  urls: readonly string[]
  /** Which of `urls`. */
  at: number
  network: Network
  index: IndexFacts | null
  rateLimit: number
}

/** Asks one provider of RPC_ENDPOINT for what an index needs of it: some thirty calls. */
export async function probeProvider(task: ProviderTask): Promise<ProviderProbe> {
  const { urls, at, network } = task
  const url = urls[at]!
  const line = new Line(url, task.rateLimit)
  const { protocol, hostname } = new URL(url)
  const first = urls.indexOf(url)
  const facts: ProviderFacts = {
    name: redactUrl(url),
    isNear: isNear(hostname),
    isEncrypted: protocol === 'https:',
    sameAs: first < at ? first + 1 : null,
    silent: null,
    chainId: null,
    isSyncing: false,
    head: null,
    finalizedTag: null,
    history: null,
    receipts: null,
    state: null,
    logRange: null,
    triedRange: 0,
    batch: null,
    milliseconds: null,
    throttled: null,
    hashOfFinal: null,
  }
  const chain = await line.ask('eth_chainId')
  if ('fault' in chain) {
    facts.silent = { reason: chain.reason, isDenied: chain.fault === 'denied' }
    facts.throttled = line.throttled
    return { facts, clock: null }
  }
  facts.chainId = parseQuantity(chain.result) ?? null
  if (facts.chainId !== network.chainId) return { facts, clock: null }
  await askAll(line, facts, task)
  facts.throttled = line.throttled
  return { facts, clock: await clockOf(url) }
}

async function askAll(line: Line, facts: ProviderFacts, { network, index }: ProviderTask) {
  const syncing = await line.ask('eth_syncing')
  facts.isSyncing = 'result' in syncing && typeof syncing.result === 'object'
  const newest = await line.ask('eth_getBlockByNumber', ['latest', false])
  facts.head = headOf(newest)
  if (facts.head === null || facts.head.number < network.startBlock) return
  const from = toQuantity(network.startBlock)
  facts.milliseconds = await line.speed()
  const final = await line.ask('eth_getBlockByNumber', ['finalized', false])
  facts.finalizedTag = has(final, (block) => Object(block).number !== undefined)
  facts.history = await historyOf(line, network)
  const receipts = await line.ask('eth_getBlockReceipts', [toQuantity(facts.head.number)])
  facts.receipts = has(receipts, Array.isArray)
  const [contract] = network.contracts
  if (contract) {
    const balance = await line.ask('eth_getBalance', [contract.address, from])
    facts.state = has(balance, (value) => parseQuantity(value) !== undefined)
  }
  facts.batch = await line.largestBatch()
  facts.triedRange = Math.min(facts.head.number - network.startBlock + 1, RANGES[0]!)
  facts.logRange = await rangeOf(line, network, facts.head.number, facts.triedRange)
  if (index !== null && index.finalBlock >= network.startBlock) {
    const block = await line.ask('eth_getBlockByNumber', [toQuantity(index.finalBlock), false])
    const hash = 'result' in block ? Object(block.result).hash : undefined
    facts.hashOfFinal = typeof hash === 'string' ? hash.toLowerCase() : null
  }
}

function headOf(reply: Reply): ProviderFacts['head'] {
  if (!('result' in reply)) return null
  const number = parseQuantity(Object(reply.result).number)
  const time = parseQuantity(Object(reply.result).timestamp)
  if (number === undefined) return null
  return { number, seconds: time === undefined ? null : Date.now() / 1000 - time }
}

/** The first block to index, and its logs. */
async function historyOf(line: Line, network: Network): Promise<Has> {
  const block = toQuantity(network.startBlock)
  const header = await line.ask('eth_getBlockByNumber', [block, false])
  const hasHeader = has(header, (value) => Object(value).number !== undefined)
  if (hasHeader !== true) return hasHeader
  const filter = { address: addressesOf(network), fromBlock: block, toBlock: block }
  return has(await line.ask('eth_getLogs', [filter]), Array.isArray)
}

async function rangeOf(line: Line, network: Network, head: number, most: number) {
  for (const range of RANGES.filter((size, at) => size <= most || RANGES[at + 1]! < most)) {
    const blocks = Math.min(range, most)
    const filter = {
      address: addressesOf(network),
      fromBlock: toQuantity(head - blocks + 1),
      toBlock: toQuantity(head),
    }
    const reply = await line.ask('eth_getLogs', [filter])
    if ('result' in reply) return blocks
  }
  return null
}

function addressesOf(network: Network): string[] {
  return network.contracts.slice(0, 10).map(({ address }) => address)
}

function has(reply: Reply, isThere: (result: unknown) => boolean): Has {
  if ('fault' in reply) return { not: reply.reason }
  return isThere(reply.result)
    ? true
    : { not: `it answers ${JSON.stringify(reply.result)?.slice(0, 40)}` }
}

/** By the header Date: whole seconds. */
async function clockOf(url: string): Promise<number | null> {
  const { target, authorization } = splitCredentials(url)
  const sent = Date.now()
  try {
    const response = await fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization },
      body: JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'eth_chainId', params: [] }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.arrayBuffer()
    const date = Date.parse(response.headers.get('date') ?? '')
    return Number.isNaN(date) ? null : clockDifference(date, sent, Date.now())
  } catch {
    return null
  }
}

/** Calls to one provider, within its rate and the deadline. */
class Line {
  /** Words of the provider, when it was asked too often. */
  throttled: string | null = null
  private readonly budget: RateBudget
  private readonly end = performance.now() + DEADLINE_MS

  constructor(
    private readonly url: string,
    rateLimit: number,
  ) {
    this.budget = new RateBudget(rateLimit)
  }

  async ask(method: string, params: unknown[] = []): Promise<Reply> {
    return (await this.send([{ method, params }]))[0]!
  }

  /** Median milliseconds of a call for the newest block; null: it is not answered. */
  async speed(): Promise<number | null> {
    const times: number[] = []
    for (let i = 0; i < SPEED_CALLS; i++) {
      await this.turn(1)
      const start = performance.now()
      const reply = await this.exchange([{ method: 'eth_blockNumber', params: [] }])
      if ('result' in reply[0]!) times.push(performance.now() - start)
    }
    return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? null
  }

  /** Most calls in one request, of those that are tried; 1: no batch is answered. */
  async largestBatch(): Promise<number> {
    for (const size of BATCHES) {
      const calls = Array.from({ length: Math.min(size, this.budget.maxCalls) }, () => ({
        method: 'eth_chainId',
        params: [],
      }))
      const replies = await this.send(calls)
      if (replies.every((reply) => 'result' in reply)) return calls.length
    }
    return 1
  }

  private async send(calls: RpcCall[]): Promise<Reply[]> {
    await this.turn(calls.length)
    return this.exchange(calls)
  }

  private async turn(calls: number): Promise<void> {
    const now = performance.now()
    await wait(Math.max(0, this.budget.reserve(calls, now) - now))
  }

  private async exchange(calls: RpcCall[]): Promise<Reply[]> {
    const left = this.end - performance.now()
    const fail = (reason: string): Reply[] => calls.map(() => ({ fault: 'retry', reason }))
    if (left <= 0) return fail('no time was left to ask')
    const answer = await exchange(this.url, calls, Math.min(TIMEOUT_MS, left))
    if (!Array.isArray(answer)) return fail(scrubText(answer.batchRefusal, this.url))
    return answer.map((reply) => {
      if (!('fault' in reply)) return reply
      const reason = scrubText(reply.reason, this.url)
      if (isThrottled(reason)) this.throttled = reason
      return { ...reply, reason }
    })
  }
}
