import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { ChainView } from '../../../src/chain/recording/chain-view'

/** Faults of the answers, in order; later answers have none. */
export type PortalFault =
  | 'throttled'
  | 'unavailable'
  | 'cut'
  | 'empty'
  | 'html'
  | 'behind'
  | 'omits'
  | 'stray'

export interface Portal {
  /** Of its dataset. */
  url: string
  /** Requests so far. */
  asked: { fromBlock: number; toBlock: number }[]
  close(): void
}

/** A fake portal after its documentation: up to `span` blocks in an answer, the first and the last always included. */
export async function startPortal(
  chain: ChainView,
  faults: PortalFault[] = [],
  span = 700,
): Promise<Portal> {
  const asked: Portal['asked'] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const fault = faults.shift()
      const query = JSON.parse(body)
      asked.push(query)
      if (request.url !== '/datasets/test/finalized-stream' || query.type !== 'evm') {
        response.writeHead(400).end()
        return
      }
      if (fault === 'throttled') return response.writeHead(429, { 'retry-after': '0' }).end()
      if (fault === 'unavailable') return response.writeHead(503).end()
      if (fault === 'behind') return response.writeHead(204).end()
      if (fault === 'html') return response.writeHead(200).end('<html>busy</html>\n')
      const lines = fault === 'empty' ? [] : linesOf(chain, query, span, fault)
      const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
      const whole = gzipSync(fault === 'cut' ? text.slice(0, text.length - 30) : text)
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(whole)
    })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/datasets/test`, asked, close: () => server.close() }
}

function linesOf(
  chain: ChainView,
  query: { fromBlock: number; toBlock: number; logs: { address: string[] }[] },
  span: number,
  fault?: PortalFault,
) {
  const addresses = new Set(query.logs.flatMap(({ address }) => address))
  const to = Math.min(query.toBlock, query.fromBlock + span - 1)
  const lines = []
  for (let number = query.fromBlock; number <= to; number++) {
    const block = chain.blockAt(number)!
    let logs = block.logs
      .map((log) => JSON.parse(log.json))
      .filter((log) => fault === 'stray' || addresses.has(log.address.toLowerCase()))
    if (fault === 'omits') logs = logs.slice(1)
    if (logs.length === 0 && number > query.fromBlock && number < to) continue
    lines.push({
      header: { number, hash: fault === 'omits' ? `0x${'ee'.repeat(32)}` : block.hash },
      logs: logs.map(({ address, topics, data, transactionHash, transactionIndex, logIndex }) => ({
        ...{ address, topics, data, transactionHash },
        transactionIndex: Number(transactionIndex),
        logIndex: Number(logIndex),
      })),
    })
  }
  return lines
}
