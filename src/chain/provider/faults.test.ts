import { describe, expect, it } from 'vitest'
import { classifyHttpStatus, classifyRpcError } from './faults'

const tooLarge = [
  'query returned more than 10000 results. Try with this block range [0x1, 0x2].',
  'Log response size exceeded. Maximum allowed number of requested blocks is 3500',
  'Log response size exceeded. this block range should work: [0x0, 0x1]',
  'block range is too wide',
  'Block range limit exceeded.',
  'Max range: 800',
  'eth_getLogs is limited to a 10,000 range',
  'limited to 1024 block',
  'response size should not greater than 10000000 bytes',
  'exceed maximum block range: 50000',
  'exceeds the range allowed for your plan (5000 > 3000)',
  'block range too large (2000), maximum allowed is 1000 blocks',
  'please limit the query to at most 1000 blocks',
  'You can make eth_getLogs requests with up to a 100 block range.',
  'ranges over 10000 blocks are not supported on freetier',
  'requested too many blocks from 0 to 16777216, maximum is set to 2048',
  'response is too big',
  'some logs are too big',
  'Query timeout exceeded. Consider reducing your block range.',
  'query exceeds max block range',
]

const transient = [
  { code: -32603, message: 'internal error' },
  { code: -32005, message: 'limit exceeded' },
  { code: -32005, message: 'daily request count exceeded, request rate limited' },
  { code: 429, message: 'Your app has exceeded its compute units per second capacity' },
  { code: -32016, message: 'over rate limit' },
  { code: -32005, message: 'rate limit exceeded' },
  { code: -32000, message: 'header not found' },
  { code: -32000, message: 'block range extends beyond current head block' },
  { code: 31337, message: 'a code nobody has seen' },
]

describe('classifyRpcError', () => {
  it.each(tooLarge)('asks for less after: %s', (message) => {
    expect(classifyRpcError('eth_getLogs', { code: -32005, message })).toBe('split')
    expect(classifyRpcError('eth_getLogs', { code: -32602, message })).toBe('split')
  })

  it.each(transient)('retries $code $message', (error) => {
    expect(classifyRpcError('eth_getLogs', error)).toBe('retry')
  })

  it('takes a size error of another method as a hiccup, because it cannot be split', () => {
    const error = { code: -32000, message: 'response is too big' }
    expect(classifyRpcError('eth_getBlockByNumber', error)).toBe('retry')
  })

  it('does not repeat what a provider will always refuse', () => {
    expect(classifyRpcError('eth_x', { code: -32601, message: 'no method' })).toBe('refused')
    expect(classifyRpcError('eth_x', { code: -32602, message: 'bad params' })).toBe('refused')
  })
})

describe('classifyHttpStatus', () => {
  it('splits on 413 and retries the rest', () => {
    expect(classifyHttpStatus('eth_getLogs', 413)).toBe('split')
    expect(classifyHttpStatus('eth_getLogs', 429)).toBe('retry')
    expect(classifyHttpStatus('eth_blockNumber', 503)).toBe('retry')
  })
})
