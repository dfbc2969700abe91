import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { listen, send } from '../../src/chain/http'

const NO_PROXY =
  spawnSync('haproxy', ['-v']).status === 0
    ? null
    : 'haproxy is not installed (Debian package haproxy)'

/** A copy of the API, as the proxy sees it. */
async function startCopy(name: string) {
  const copy = { isReady: true, url: '', port: 0, close: async () => {} }
  const server = await listen((request, response) => {
    if (request.url !== '/ready') return send(response, 200, name)
    send(response, copy.isReady ? 200 : 503, '{}', 'application/json')
  }, {})
  return Object.assign(copy, server)
}

test.skipIf(NO_PROXY)(
  `the proxy of ops/haproxy sends nothing to a copy that is not ready, and to that on the primary only while no other is${NO_PROXY ? `: ${NO_PROXY}` : ''}`,
  async () => {
    const copies = {
      'api-1': await startCopy('a'),
      'api-2': await startCopy('b'),
      api: await startCopy('primary'),
    }
    const free = await listen(() => {}, {})
    await free.close()
    // Without the name server of an engine, and with the copies of this test.
    const config = readFileSync('ops/haproxy/haproxy.cfg', 'utf8')
      .replace('bind :4350', `bind 127.0.0.1:${free.port}`)
      .replace(/(?<=^ {2}server (\S+) )\1:4350/gm, (_, name: keyof typeof copies) => {
        return `127.0.0.1:${copies[name].port}`
      })
      .replace(' resolvers docker init-addr none', '')
    const folder = mkdtempSync(join(tmpdir(), 'linchpin-proxy-'))
    const file = join(folder, 'haproxy.cfg')
    writeFileSync(file, config)
    const proxy = spawn('haproxy', ['-db', '-f', file], { stdio: 'ignore' })
    onTestFinished(async () => {
      proxy.kill('SIGKILL')
      rmSync(folder, { recursive: true })
      for (const copy of Object.values(copies)) await copy.close()
    })
    /** Names of the copies that answer ten requests in a row. */
    const answering = async () => {
      const answers = new Set<string>()
      for (let i = 0; i < 10; i++) {
        const response = await fetch(free.url, { headers: { connection: 'close' } }).catch(
          () => null,
        )
        answers.add(response?.ok ? await response.text() : `${response?.status}`)
      }
      return [...answers].sort().join()
    }
    await expect.poll(answering).toBe('a,b')
    copies['api-1'].isReady = false
    await expect.poll(answering).toBe('b')
    copies['api-2'].isReady = false
    await expect.poll(answering).toBe('primary')
    copies.api.isReady = false
    await expect.poll(answering).toBe('503')
    copies['api-1'].isReady = true
    await expect.poll(answering).toBe('a')
  },
)
