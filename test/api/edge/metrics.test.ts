import { expect, test } from 'vitest'
import { useHistoryApi } from '../../support/api/history-api'
import { sendRaw } from '../../support/api/raw-http'

const api = useHistoryApi()

/** Lines of our metrics, without values. */
async function scrape(): Promise<Map<string, number>> {
  const response = await fetch(`${api.url}/metrics`)
  expect(response.headers.get('content-type')).toContain('text/plain')
  const lines = (await response.text()).split('\n')
  const ours = lines.filter((line) => line.startsWith('linchpin_'))
  return new Map(
    ours.map((line) => [line.replace(/ \S+$/, ''), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  )
}

test('requests are counted by endpoint, status, cost and cache', async () => {
  await api.ask('{ operators(limit: 7) { id } }')
  await api.ask('{ operators(limit: 7) { id } }')
  await api.send('{ nothing }')
  await fetch(`${api.url}/graphql`, { method: 'POST' })
  const metrics = await scrape()
  expect(metrics.get('linchpin_api_requests_total{route="graphql",status="2xx"}')).toBe(3)
  expect(metrics.get('linchpin_api_requests_total{route="graphql",status="4xx"}')).toBe(1)
  expect(metrics.get('linchpin_api_refused_total{code="UNSUPPORTED_MEDIA_TYPE"}')).toBe(1)
  expect(metrics.get('linchpin_api_cache_total{result="hit"}')).toBe(1)
  expect(metrics.get('linchpin_api_cache_total{result="miss"}')).toBe(2)
  expect(metrics.get('linchpin_api_operation_cost_sum')).toBe(7)
  expect(metrics.get('linchpin_api_pool{state="waiting"}')).toBe(0)
  expect(metrics.get('linchpin_api_pool{state="total"}')).toBeGreaterThan(0)
  expect(metrics.get('linchpin_api_jobs{state="running"}')).toBe(0)
})

test('no request makes a new series, whatever its method, path, client or code', async () => {
  const send = async (n: number) => {
    await fetch(`${api.url}/nothing${n}`)
    await fetch(`${api.url}/graphql?x=${n}`, { headers: { 'x-forwarded-for': `10.0.0.${n}` } })
    await sendRaw(api.url, `M${n} /health HTTP/1.1\r\n\r\n`).ended
    await api.send(`{ nothing${n} }`)
  }
  await send(0)
  const before = new Set((await scrape()).keys())
  for (let n = 1; n < 20; n++) await send(n)
  for (const series of (await scrape()).keys()) expect(before).toContain(series)
})

test('thousands of requests on one connection are not all answered at once', async () => {
  const one = 'GET /schema.graphql HTTP/1.1\r\nhost: localhost\r\n\r\n'
  const last = 'GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n'
  const count = (answer: string, status: number) =>
    [...answer.matchAll(new RegExp(`^HTTP/1.1 ${status} `, 'gm'))].length
  const some = await sendRaw(api.url, one.repeat(23) + last).ended
  expect([count(some, 200), count(some, 429)]).toEqual([16, 8])
  // To refuse each of them takes long, too: the connection is closed.
  const all = await sendRaw(api.url, one.repeat(1000) + last).ended
  expect(count(all, 200) + count(all, 429)).toBeLessThanOrEqual(32)
})
