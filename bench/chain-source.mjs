// A chain for benchmarks, served by a process of its own: a recording, or a generated chain of DIR/server.mjs.
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** Command of the built program. */
export const MAIN = new URL('../lib/cli/main.js', import.meta.url).pathname

/** @returns its URL, `stop()` and `stats()` */
export async function startSource({ recording, chain, data }) {
  const port = await freePort()
  const command = chain
    ? [join(chain, 'server.mjs'), `--port=${port}`, `--data=${data}`]
    : [MAIN, 'replay', recording, '--port', String(port)]
  const child = spawn('node', command, { stdio: ['ignore', 'ignore', 'inherit'] })
  process.on('exit', () => child.kill())
  const url = `http://127.0.0.1:${port}`
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the source ended: ${child.exitCode}`)
    const isThere = await fetch(url).catch(() => null)
    if (isThere) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    url,
    stop: () => child.kill(),
    async stats() {
      if (!chain) return {}
      const stats = await (await fetch(`${url}/stats`)).json()
      return { requests: stats.http, calls: stats.rpc, MB: Math.round(stats.bytesOut / 1e6) }
    },
  }
}

/** What the generator of a chain says of it. */
export function metaOf({ chain, data }) {
  return JSON.parse(readFileSync(join(chain, data, 'meta.json'), 'utf8'))
}

/** Deployment file of the chain; that of a generated one is written to `dir`. */
export function deploymentOf(options, dir) {
  if (options.recording) return join(options.recording, 'deployment.json')
  const { base, chainId, contracts: addresses } = metaOf(options)
  const [DelegationManager, StrategyManager, AVSDirectory] = addresses
  const contracts = { DelegationManager, StrategyManager, AVSDirectory }
  const file = join(dir, 'deployment.json')
  writeFileSync(file, JSON.stringify({ chainId, startBlock: base, finality: 75, contracts }))
  return file
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
