import type { IncomingMessage } from 'node:http'
import { describe, expect, test } from 'vitest'
import { Clients, subscriberOf } from './client'

function request(remoteAddress: string, headers: Record<string, string> = {}): IncomingMessage {
  return { socket: { remoteAddress }, headers } as unknown as IncomingMessage
}

describe('the client of a request', () => {
  const direct = new Clients({ trustedProxies: [], clientHeader: null })
  const proxies = ['10.0.0.0/8', '::1', 'fd00::/8']
  const behind = new Clients({ trustedProxies: proxies, clientHeader: 'X-Key' })
  const forwarded = (from: string, hops: string) =>
    behind.of(request(from, { 'x-forwarded-for': hops }))

  test('is its address; for IPv6 the network of a subscriber', () => {
    expect(direct.of(request('192.0.2.1'))).toBe('192.0.2.1')
    expect(direct.of(request('::ffff:192.0.2.1'))).toBe('192.0.2.1')
    const subscriber = ['2001:db8:1:2::1', '2001:0db8:0001:0002:ffff:0:0:9', '2001:db8:1:2::']
    expect(new Set(subscriber.map((address) => direct.of(request(address))))).toEqual(
      new Set(['2001:db8:1:2::/64']),
    )
    expect(direct.of(request('2001:db8:1:3::1'))).toBe('2001:db8:1:3::/64')
    expect(direct.of(request('fe80::1%eth0'))).toBe('fe80:0:0:0::/64')
  })

  test('is what the last trusted proxy saw, and not what the client wrote before it', () => {
    expect(forwarded('10.1.1.1', '192.0.2.1')).toBe('192.0.2.1')
    expect(forwarded('::ffff:10.1.1.1', '198.51.100.7, 192.0.2.1')).toBe('192.0.2.1')
    expect(forwarded('::1', '198.51.100.7, 192.0.2.1, 10.9.9.9')).toBe('192.0.2.1')
    expect(forwarded('10.1.1.1', '192.0.2.1:5555')).toBe('192.0.2.1')
    expect(forwarded('10.1.1.1', '[2001:db8::1]:5555')).toBe('2001:db8:0:0::/64')
  })

  test('is the address where the header is missing, malformed, or of a client', () => {
    expect(forwarded('10.1.1.1', '')).toBe('10.1.1.1')
    expect(forwarded('10.1.1.1', '192.0.2.1, unknown')).toBe('10.1.1.1')
    expect(forwarded('192.0.2.9', '192.0.2.1')).toBe('192.0.2.9')
    expect(direct.of(request('192.0.2.9', { 'x-forwarded-for': '192.0.2.1' }))).toBe('192.0.2.9')
  })

  test('is what the configured header says', () => {
    expect(behind.of(request('192.0.2.9', { 'x-key': 'abc' }))).toBe('key abc')
    expect(direct.of(request('192.0.2.9', { 'x-key': 'abc' }))).toBe('192.0.2.9')
  })
})

test('the subscriber at a socket is its address; for IPv6 its network, however many addresses it uses', () => {
  expect(subscriberOf('::ffff:192.0.2.1')).toBe('192.0.2.1')
  expect(subscriberOf('2001:db8:1:2::3')).toBe(subscriberOf('2001:db8:1:2:4:5:6:7'))
  expect(subscriberOf('2001:db8:1:2::3')).not.toBe(subscriberOf('2001:db8:1:3::3'))
})
