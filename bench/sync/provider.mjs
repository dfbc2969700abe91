/** Limits of an ordinary plan. */
export const PLAN = { latencyMs: 100, blocks: 2_000, logs: 10_000, perSecond: 25 }

/** Providers of one chain, and a portal, that answer `fetch`; calls by method and bytes are counted. */
export class Providers {
  calls = new Map()
  requests = 0
  bytes = 0
  #sent = new Map()
  #ranges = new Map()

  constructor(chain, clock) {
    this.chain = chain
    this.clock = clock
  }

  fetch = async (target, { body }) => {
    const url = String(target)
    const parsed = JSON.parse(body)
    this.requests++
    if (url.includes('portal')) return this.#portal(parsed)
    const calls = [parsed].flat()
    const isOver = this.#isOver(url, calls.length)
    for (const { method } of calls) this.calls.set(method, (this.calls.get(method) ?? 0) + 1)
    const replies = calls.map((call) => ({ jsonrpc: '2.0', id: call.id, ...this.#answer(call) }))
    await this.clock.wait(PLAN.latencyMs)
    if (isOver)
      return { status: 429, headers: new Headers(), text: async () => 'too many requests' }
    const text = JSON.stringify(Array.isArray(parsed) ? replies : replies[0])
    this.bytes += text.length
    return { status: 200, headers: new Headers(), text: async () => text }
  }

  /** Whether a provider was sent more calls in the last second than its plan has. */
  #isOver(url, count) {
    const now = this.clock.now()
    const sent = (this.#sent.get(url) ?? []).filter(({ at }) => at > now - 1_000)
    sent.push({ at: now, count })
    this.#sent.set(url, sent)
    return sent.reduce((sum, one) => sum + one.count, 0) > PLAN.perSecond
  }

  #answer({ method, params: [first] }) {
    const { chain } = this
    if (method === 'eth_blockNumber') return { result: `0x${(chain.head + 75).toString(16)}` }
    if (method === 'eth_getBlockByNumber') {
      const number = first === 'finalized' ? chain.head : Number(first)
      return { result: chain.header(number) }
    }
    if (method !== 'eth_getLogs') return { error: { code: -32601, message: 'method not found' } }
    const [from, to] = [Number(first.fromBlock), Number(first.toBlock)]
    if (to - from >= PLAN.blocks) {
      return {
        error: { code: -32600, message: `block range too large, max is ${PLAN.blocks} blocks` },
      }
    }
    const found = this.#filter(from, to, first.address, first.topics?.[0])
    if (found.length <= PLAN.logs) return { result: found }
    return { error: { code: -32005, message: `query returned more than ${PLAN.logs} results` } }
  }

  #filter(from, to, address, topics) {
    const addresses = address && new Set([address].flat())
    const first = topics && new Set(topics)
    return this.#range(from, to).filter(
      (log) => (!addresses || addresses.has(log.address)) && (!first || first.has(log.topics[0])),
    )
  }

  #range(from, to) {
    const key = `${from}-${to}`
    const known = this.#ranges.get(key)
    if (known) return known
    const logs = []
    for (let number = from; number <= to; number++) logs.push(...this.chain.logs(number))
    if (this.#ranges.size >= 4) this.#ranges.delete(this.#ranges.keys().next().value)
    this.#ranges.set(key, logs)
    return logs
  }

  async #portal({ fromBlock, toBlock, logs: [{ address }] }) {
    this.calls.set('portal', (this.calls.get('portal') ?? 0) + 1)
    const blocks = new Map([[toBlock, []]])
    for (const log of this.#filter(fromBlock, toBlock, address)) {
      const number = Number(log.blockNumber)
      const index = (value) => Number(value)
      const item = {
        ...log,
        transactionIndex: index(log.transactionIndex),
        logIndex: index(log.logIndex),
      }
      blocks.set(number, [...(blocks.get(number) ?? []), item])
    }
    const lines = [...blocks]
      .sort(([a], [b]) => a - b)
      .map(([number, logs]) => {
        const { hash } = this.chain.header(number)
        return JSON.stringify({ header: { number, hash }, logs })
      })
    await this.clock.wait(PLAN.latencyMs)
    const text = lines.join('\n')
    this.bytes += text.length
    return new Response(text)
  }
}
