import { listen, readBody, send } from '../../../src/chain/http'
import { answerJsonRpc, type RpcCall, type RpcOutcome } from '../../../src/chain/jsonrpc'
import type { ChainView, RecordedBlock } from '../../../src/chain/recording/chain-view'
import { answerCall, toErrorBody } from '../../../src/chain/recording/replay-methods'
import { bloomOf } from '../../../src/chain/verify/bloom'
import { headerHash } from '../../../src/chain/verify/header-hash'
import { toReceipts } from '../../../src/chain/verify/receipts'
import type { Json } from './sim-chain'

/** A chain with receipts that its headers commit to. */
export interface SealedChain extends ChainView {
  receiptsOf(number: number): Json[]
}

const hexOf = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`

/**
 * A recorded chain up to a block with receipts for its logs, which recordings do not have, and therefore with other hashes.
 * Transactions without logs are unknown, and have no receipts.
 */
export function sealed(chain: ChainView, head: number): SealedChain {
  const blocks = new Map<number, RecordedBlock>()
  const receipts = new Map<number, Json[]>()
  let parentHash = chain.blockAt(chain.first)!.parentHash
  for (let number = chain.first; number <= head; number++) {
    const source = chain.blockAt(number)!
    const logs: Json[] = source.logs.map(({ json }) => JSON.parse(json))
    const own = receiptsFor(logs)
    const { root } = toReceipts(own)
    const header = { ...JSON.parse(source.json), parentHash, receiptsRoot: root }
    header.logsBloom = hexOf(bloomOf(source.logs))
    const hash = headerHash(header)!
    for (const part of [...logs, ...own]) part.blockHash = hash
    const json = JSON.stringify({ ...header, hash })
    const kept = source.logs.map((log, at) => ({ ...log, json: JSON.stringify(logs[at]) }))
    blocks.set(number, { number, hash, parentHash, json, logs: kept })
    receipts.set(number, own)
    parentHash = hash
  }
  return {
    chainId: chain.chainId,
    first: chain.first,
    head,
    blockAt: (number) => blocks.get(number),
    blockByHash: (hash) => [...blocks.values()].find((block) => block.hash === hash),
    receiptsOf: (number) => receipts.get(number) ?? [],
  }
}

function receiptsFor(logs: Json[]): Json[] {
  const byTransaction = new Map<string, Json[]>()
  for (const log of logs) {
    const own = byTransaction.get(log.transactionHash) ?? []
    byTransaction.set(log.transactionHash, [...own, log])
  }
  return [...byTransaction.values()].map((own, at) => ({
    blockNumber: own[0].blockNumber,
    transactionHash: own[0].transactionHash,
    transactionIndex: own[0].transactionIndex,
    type: '0x2',
    status: '0x1',
    cumulativeGasUsed: `0x${((at + 1) * 50_000).toString(16)}`,
    logsBloom: hexOf(
      bloomOf(own.map(({ address, topics }) => ({ address: address.toLowerCase(), topics }))),
    ),
    logs: own,
  }))
}

export interface SealedNode {
  url: string
  /** Calls so far, by method. */
  calls: Record<string, number>
  /** Changes the answers to `eth_getLogs` with addresses, by which history is read; null: correct answers. */
  bend: ((logs: Json[]) => Json[]) | null
  /** Answers instead of the chain; undefined: the chain answers. */
  answers: (call: RpcCall) => RpcOutcome | undefined
  /** Whether a call is not served. */
  refuses: (call: RpcCall) => boolean
  close(): Promise<void>
}

/** Starts a node with such a chain. */
export async function startSealedNode(chain: SealedChain, finality: number): Promise<SealedNode> {
  const shown = { chain, head: chain.head, finality, maxLogs: Number.POSITIVE_INFINITY }
  const answer = (call: RpcCall): RpcOutcome => {
    node.calls[call.method] = (node.calls[call.method] ?? 0) + 1
    const own = node.answers(call)
    if (own) return own
    if (node.refuses(call)) return { error: { code: -32601, message: 'not served' } }
    if (call.method === 'eth_getBlockReceipts') {
      return { result: JSON.stringify(chain.receiptsOf(Number(call.params[0]))) }
    }
    try {
      const result = answerCall(shown, call)
      const isFiltered = call.method === 'eth_getLogs' && Object(call.params[0]).address
      return {
        result: isFiltered && node.bend ? JSON.stringify(node.bend(JSON.parse(result))) : result,
      }
    } catch (error) {
      return { error: toErrorBody(error) }
    }
  }
  const server = await listen(async (request, response) => {
    const body = (await readBody(request))!
    const text = await answerJsonRpc(body, async (calls) => calls.map(answer))
    send(response, 200, text, 'application/json')
  }, {})
  const node: SealedNode = {
    url: server.url,
    calls: {},
    bend: null,
    answers: () => undefined,
    refuses: () => false,
    close: server.close,
  }
  return node
}
