import { describe, expect, it } from 'vitest'
import { classifyHttpStatus, classifyRpcError, errorText, type Fault } from './faults'
import { suggestedSpan } from './sizes/suggested-span'

interface Said {
  code: number
  message: string
  data?: unknown
}

const params = (data: unknown): Said => ({ code: -32602, message: 'invalid params', data })

/** Errors of providers and nodes for ranges that are too large, and the limit in blocks that they name. */
const TOO_LARGE: [who: string, said: string | Said, blocks: number | null][] = [
  [
    'Alchemy',
    'Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and no limit on the response size, or you can request any block range with a cap of 10K logs in the response. Based on your parameters and the response size limit, this block range should work: [0x0, 0xd043b8]',
    0xd043b9,
  ],
  [
    'Alchemy, free',
    'Under the Free tier plan, you can make eth_getLogs requests with up to a 10 block range. Based on your parameters, this block range should work: [0x1180fca, 0x1180fd3]. Upgrade to PAYG for expanded block range.',
    10,
  ],
  [
    'Alchemy, time-out',
    'Query timeout exceeded. Consider reducing your block range. Based on your parameters and the response size limit, this block range should work: [0x5223c98, 0x5223e80]',
    489,
  ],
  [
    'Infura',
    {
      code: -32005,
      message:
        'query returned more than 10000 results. Try with this block range [0xCB3D, 0x7B737].',
      data: { from: '0xCB3D', limit: 10000, to: '0x7B737' },
    },
    0x7b737 - 0xcb3d + 1,
  ],
  ['Infura, Linea, MEV Blocker', 'range 1000000 exceeds limit of 10000', 10_000],
  ['QuickNode, Base', 'eth_getLogs is limited to a 10,000 range', 10_000],
  [
    'QuickNode, older',
    'eth_getLogs and eth_newFilter are limited to a 10,000 blocks range',
    10_000,
  ],
  ['QuickNode, trial', 'eth_getLogs is limited to a 5 block range', 5],
  ['Ankr', 'block range is too wide', null],
  ['Ankr, Cronos, Kava', 'maximum [from, to] blocks distance: 2000', 2_000],
  [
    'Chainstack',
    'Block range limit exceeded. See more details at https://docs.chainstack.com',
    null,
  ],
  ['Chainstack, Blockdaemon', { code: -32002, message: 'request timed out' }, null],
  ['LlamaNodes, Ankr', 'query exceeds max results 20000', null],
  ['reth, Erigon', 'query exceeds max results 20000, retry with the range 6000000-6000509', 510],
  ['reth', 'query exceeds max block range 100000', 100_000],
  [
    'dRPC, free',
    { code: 35, message: 'ranges over 10000 blocks are not supported on free plan' },
    10_000,
  ],
  ['dRPC', 'requested too many blocks from 0 to 16777216, maximum is set to 2048', 2_048],
  ['dRPC, time-out', { code: 30, message: 'Request timeout on the free plan' }, null],
  ['1RPC', 'eth_getLogs is limited to 0 - 50 blocks range', 50],
  ['1RPC, size', 'response size should not greater than 10000000 bytes', null],
  [
    'Cloudflare',
    "Invalid eth_getLogs request. 'fromBlock'-'toBlock' range too large. Max range: 800",
    800,
  ],
  ['BlastAPI', 'exceeds the range allowed for your plan (5000 > 3000)', 3_000],
  [
    'BlastAPI, public',
    'You can make eth_getLogs requests with up to a 10 block range. Based on your parameters, this block range should work: [0x18b0000, 0x18b0009]',
    10,
  ],
  ['PublicNode', { code: -32701, message: 'exceed maximum block range: 50000' }, 50_000],
  ['BlockPI', 'limited to 1024 block', 1_024],
  [
    'thirdweb',
    'Log response size exceeded. Maximum allowed number of requested blocks is 3500',
    3_500,
  ],
  ['Coinbase', 'please limit the query to at most 1000 blocks', 1_000],
  ['Optimism', 'backend response too large', null],
  ['Optimism, newer', 'Block range is too large', null],
  ['Base, older', 'block range too large', null],
  [
    'zkSync',
    'Query returned more than 10000 results. Try with this block range [0x100000, 0x1000bb].',
    188,
  ],
  ['Polygon zkEVM, Merlin', 'block range too large, max range: 10000', 10_000],
  ['Hyperliquid', 'query exceeds max block range 1000', 1_000],
  ['Merkle', 'eth_getLogs range is too large, max is 10k blocks', 10_000],
  [
    'Tenderly',
    params({ error_id: 'x', payload: 'range 9009594 is bigger than range limit 2000' }),
    2_000,
  ],
  [
    'Nethermind, Gnosis',
    params(
      'Query returned more than 50000 results. Try with this block range [0x1000000, 0x1080000].',
    ),
    0x80001,
  ],
  [
    'Ronin',
    params(
      'requested block range 16777217 exceeds the limit of 200; narrow your fromBlock/toBlock',
    ),
    200,
  ],
  ['Besu', 'Requested range exceeds maximum RPC range limit', null],
  ['geth', 'query exceeds limit 10000', null],
  ['Arbitrum', 'logs matched by query exceeds limit of 10000', null],
  [
    'Avalanche',
    'requested too many blocks from 50331648 to 51380224, maximum is set to 2048',
    2_048,
  ],
  ['Sonic', 'too wide blocks range, the limit is 100', 100],
  ['Sei', 'block range too large (2000), maximum allowed is 1000 blocks', 1_000],
  [
    'Morph',
    'block range is larger than max block range, block range = 5120, max block range = 5000',
    5_000,
  ],
  ['Celo', 'query exceeds range, retry smaller (max block range 5000, got 16777216)', 5_000],
  ['Mantle, Swell', 'block range greater than 10000 max', 10_000],
  ['Immutable', 'exceeded maximum block range: 5000', 5_000],
  ['Moonriver', 'block range is too wide (maximum 1024)', 1_024],
  ['Somnia', 'block range exceeds 1000', 1_000],
  ['Harmony', 'GetLogs query must be smaller than size 1024', 1_024],
  ['Pocket', 'query block range exceeds server limit, narrow your filter: 5000', 5_000],
  [
    'PulseChain',
    'query returned more than allowed number of logs, try with smaller block range',
    null,
  ],
  [
    'Taiko',
    {
      code: -32012,
      message: 'requested range too large',
      data: { details: { maxAllowedRange: 1000 } },
    },
    1_000,
  ],
  ['Candle', { code: -32600, message: 'block range too high' }, null],
]

const said = (text: string | Said): Said =>
  typeof text === 'string' ? { code: -32000, message: text } : text

describe('ranges that are too large', () => {
  it.each(TOO_LARGE)('%s: %j', (_, text, blocks) => {
    const error = said(text)
    expect(classifyRpcError('eth_getLogs', error)).toBe('split')
    expect(classifyRpcError('eth_getLogs', { ...error, code: -32602 }, 400)).toBe('split')
    expect(suggestedSpan(errorText(error))).toBe(blocks)
    // What is no question for logs cannot be split.
    expect(classifyRpcError('eth_blockNumber', error)).toBe('retry')
  })
})

const SORTED: Record<Exclude<Fault, 'split'>, [who: string, code: number, message: string][]> = {
  retry: [
    [
      'Alchemy',
      429,
      'Your app has exceeded its compute units per second capacity. If you have retries enabled, you can safely ignore this message.',
    ],
    [
      'Alchemy, month',
      429,
      'Monthly capacity limit exceeded. Visit https://dashboard.alchemy.com/settings/billing to upgrade your scaling policy for continued service.',
    ],
    ['Infura', -32005, 'daily request count exceeded, request rate limited'],
    ['Infura', -32005, 'project ID request rate exceeded'],
    [
      'QuickNode',
      -32007,
      '50/second request limit reached - reduce calls per second or upgrade your account at quicknode.com',
    ],
    ['Ankr', -32097, 'Too many requests, reason: call rate limit exhausted, retry in 10s'],
    ['Chainstack', -32005, "You've exceeded the RPS limit available on the current plan."],
    ['LlamaNodes', -32005, 'rate limited. please wait 10 seconds and try again'],
    ['dRPC', 15, 'Too many request, try again later'],
    ['dRPC', 19, 'Temporary internal error. Please retry, trace-id: 5b3f'],
    ['1RPC', -32001, "You've reached the usage limit for your current plan: too many requests"],
    ['Cloudflare', -32603, 'Internal server error'],
    ['BlastAPI', -32005, 'Request limit exceeded'],
    ['PublicNode', -32005, 'rate limit exceeded'],
    ['Optimism, Base', -32016, 'over rate limit'],
    ['Base', -32011, 'no backend is currently healthy to serve traffic'],
    ['Tenderly', -32005, 'rate limit exceeded: quota of the project'],
    ['Hyperliquid', -32005, 'rate limited'],
    ['BNB', -32005, 'limit exceeded'],
    ['geth', -32002, 'request timed out'],
    ['Nethermind', -32603, 'Internal error'],
    ['Besu', -32603, 'Internal error'],
    ['a balancer', -32000, 'upstream error: connection reset by peer'],
  ],
  absent: [
    ['geth', -32000, 'header not found'],
    ['geth', -32000, 'unknown block'],
    ['reth', -32602, 'block range extends beyond current head block'],
    ['Nethermind', -32001, 'header for hash not found'],
    ['Besu', -39001, 'Block not found'],
    ['Erigon', -32000, 'block #19876543 not found'],
    ['Avalanche', -32000, 'requested from=to+1 after last accepted block'],
  ],
  lacking: [
    ['geth', -32000, 'missing trie node 5b3f (path ) state 0x5b3f is not available'],
    ['geth', 4444, 'pruned history unavailable'],
    ['PublicNode', -32701, 'History has been pruned for this block.'],
    [
      'PublicNode',
      -32602,
      'Archive requests require a personal token. Get one at: https://www.allnodes.com/publicnode',
    ],
    ['reth', -32000, 'distance to target block exceeds maximum proof window'],
    ['Erigon', -32000, 'old data not available due to pruning'],
    ['Nethermind', -32002, 'No state available for block 0x12'],
    ['Base', -32000, 'required historical state unavailable (reexec=128)'],
  ],
  denied: [
    ['Infura', -32000, 'invalid project id'],
    [
      'Ankr',
      -32000,
      'Unauthorized: You must authenticate your request with an API key. Create an account on https://www.ankr.com/rpc/',
    ],
    ['Alchemy', -32600, 'Must be authenticated!'],
    ['QuickNode', -32002, 'endpoint is disabled'],
    ['Chainstack', -32003, 'Forbidden'],
  ],
  refused: [
    ['geth', -32601, 'the method eth_getBlockReceipts does not exist/is not available'],
    ['Merkle', -32601, 'Method not found'],
    ['Nethermind', -32600, 'eth_getBlockReceipts is disabled: method not supported'],
    [
      'dRPC',
      -32000,
      'Unsupported method: eth_getBlockReceipts is not included in your current plan',
    ],
    ['any', -32602, 'missing value for required argument 0'],
  ],
  unknown: [
    ['nobody', 31337, 'a code nobody has seen'],
    ['nobody', -32000, 'the flux is out of phase'],
  ],
}

describe.each(Object.entries(SORTED))('%s', (fault, wordings) => {
  it.each(wordings)('%s: %i %s', (_, code, message) => {
    expect(classifyRpcError('eth_getBlockByNumber', { code, message })).toBe(fault)
  })
})

describe('an RPC error', () => {
  it('a rate limit is not a range limit, even for a call for logs', () => {
    for (const [who, code, message] of SORTED.retry) {
      if (message === 'request timed out') continue
      expect([who, classifyRpcError('eth_getLogs', { code, message })]).toEqual([who, 'retry'])
    }
  })

  it('the HTTP status classifies an unknown message', () => {
    const error = { code: 4711, message: 'who knows' }
    const sorted = [401, 403, 429, 503, 400].map((status) =>
      classifyRpcError('eth_blockNumber', error, status),
    )
    expect(sorted).toEqual(['denied', 'denied', 'retry', 'retry', 'unknown'])
  })

  it('a revert is an answer of the contract', () => {
    const errors = [
      { code: 3, message: 'execution reverted' },
      { code: -32015, message: 'VM execution error.' },
    ]
    for (const error of errors) {
      expect(classifyRpcError('eth_call', error)).toBe('refused')
    }
  })
})

describe('HTTP statuses without JSON-RPC', () => {
  it.each([
    ['eth_getLogs', 413, 'split'],
    ['eth_getBlockByNumber', 413, 'retry'],
    ['eth_getLogs', 429, 'retry'],
    ['eth_blockNumber', 503, 'retry'],
    ['eth_blockNumber', 401, 'denied'],
    ['eth_blockNumber', 403, 'denied'],
    ['eth_blockNumber', 418, 'unknown'],
  ])('%s %i: %s', (method, status, fault) => {
    expect(classifyHttpStatus(method, status)).toBe(fault)
  })
})
