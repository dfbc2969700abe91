import { events as podEvents } from '../../src/abi/EigenPodManager'
import { events as strategyEvents } from '../../src/abi/StrategyManager'
import { listen, readBody, send } from '../../src/chain/http'
import { SILENT } from '../../src/chain/logger'
import { toLog, toQuantity } from '../../src/chain/normalize'
import { createRpc } from '../../src/chain/provider/rpc'
import type { ChainView, RecordedBlock } from '../../src/chain/recording/chain-view'
import type { RawLog } from '../../src/chain/types'
import { createRangeProof } from '../../src/chain/verify/range-proof'
import { createVerifier } from '../../src/chain/verify/verifier'

export const FIXTURE = 'fixtures/eigenlayer-a'

/** Contracts of the fixture: those that reveal others, and two busy ones. */
export function knownContracts(deployment: unknown): string[] {
  const { contracts } = deployment as { contracts: Record<string, string> }
  const names = ['StrategyManager', 'EigenPodManager', 'DelegationManager', 'AllocationManager']
  return names.map((name) => contracts[name]!.toLowerCase())
}

/** Strategies and pods that a log reveals. */
export function discover(log: RawLog): string[] {
  switch (log.topics[0]) {
    case strategyEvents.StrategyAddedToDepositWhitelist.topic:
      return [`0x${log.data.slice(26, 66)}`]
    case podEvents.PodDeployed.topic:
      return [`0x${log.topics[1]!.slice(26)}`]
    default:
      return []
  }
}

/** All logs of a chain, parsed. */
export function allLogs(chain: ChainView): RawLog[] {
  const logs: RawLog[] = []
  for (let number = chain.first; number <= chain.head; number++) {
    for (const log of chain.blockAt(number)!.logs) logs.push(toLog(JSON.parse(log.json)))
  }
  return logs
}

/** Reference filter: the logs of known contracts, and of revealed ones from the revealing block on. */
export function filterLogs(logs: RawLog[], known: string[], reveal = discover): RawLog[] {
  const first = new Map(known.map((address) => [address, 0]))
  const counts = (log: RawLog) => log.blockNumber >= (first.get(log.address) ?? Infinity)
  for (let grew = true; grew; ) {
    grew = false
    for (const log of logs.filter(counts)) {
      for (const child of reveal(log)) {
        if (log.blockNumber >= (first.get(child) ?? Infinity)) continue
        first.set(child, log.blockNumber)
        grew = true
      }
    }
  }
  return logs.filter(counts)
}

export interface FakeLog {
  address: string
  topics?: string[]
  data?: string
}

function blockHash(number: number): string {
  return `0x${number.toString(16).padStart(64, '0')}`
}

/** Blocks 0..n-1 with the given logs. */
export function makeChain(logsByBlock: FakeLog[][]): ChainView {
  const blocks = logsByBlock.map((logs, number): RecordedBlock => {
    const hash = blockHash(number)
    const parentHash = blockHash(number === 0 ? 0xffff : number - 1)
    const header = {
      number: toQuantity(number),
      hash,
      parentHash,
      timestamp: toQuantity(1_700_000_000 + number * 12),
      logsBloom: '0x00',
      transactions: [],
    }
    return {
      number,
      hash,
      parentHash,
      json: JSON.stringify(header),
      logs: logs.map(({ address, topics = [], data = '0x' }, index) => ({
        address,
        topics,
        json: JSON.stringify({
          address,
          topics,
          data,
          blockNumber: toQuantity(number),
          blockHash: hash,
          transactionHash: blockHash(0x1000 + number),
          transactionIndex: '0x0',
          logIndex: toQuantity(index),
        }),
      })),
    }
  })
  return {
    chainId: 1,
    first: 0,
    head: blocks.length - 1,
    blockAt: (number) => blocks[number],
    blockByHash: (hash) => blocks.find((block) => block.hash === hash),
  }
}

export interface ProxyReply {
  status?: number
  body: string
}

/**
 * A provider in front of an endpoint. `tamper` may replace an answer; `n` counts requests from 1.
 */
export async function startProxy(
  target: string,
  tamper: (request: string, answer: string, n: number) => ProxyReply | undefined,
) {
  const requests: string[] = []
  const server = await listen(async (request, response) => {
    const body = (await readBody(request))!
    requests.push(body)
    const n = requests.length
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(target, { method: 'POST', headers, body })
      .then((upstream) => upstream.text())
      .catch(() => undefined)
    if (answer === undefined) return send(response, 502, 'target is gone')
    const reply = tamper(body, answer, n) ?? { body: answer }
    send(response, reply.status ?? 200, reply.body, 'application/json')
  }, {})
  return { url: server.url, requests, close: server.close }
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, which the tests' matchers check
export type AnyJson = any

/** POSTs a value, or text as it is, and parses the answer. */
export async function rpcPost(url: string, body: unknown): Promise<AnyJson> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(url, { method: 'POST', body: text })
  const answer = await response.text()
  return answer ? JSON.parse(answer) : undefined
}

/** A client of one provider that tries again at once. */
export const rpcOf = (url: string) => createRpc({ urls: [url], backoffMs: { first: 1, max: 2 } })

/** Compares stored logs with the receipts of a provider. */
export function rangeProof(url: string) {
  const rpc = rpcOf(url)
  const verification = {
    mode: 'standard',
    alwaysVerified: new Set<string>(),
    ethereumHashes: true,
    topicsOf: () => null,
  } as const
  return createRangeProof(rpc, createVerifier(rpc, verification, SILENT))
}
