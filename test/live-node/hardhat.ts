import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '../support/free-port'
import type { RpcCall } from './anvil'

/** Hardhat's node (version 2, with EDR) on a port of its own, from the package in a folder. */
export class Hardhat {
  private nextId = 0

  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly home: string,
  ) {}

  /**
   * @param folder has `node_modules/hardhat`
   * @param timestamp time of block 0, in seconds
   */
  static async create(folder: string, timestamp: number): Promise<Hardhat> {
    const home = mkdtempSync(join(tmpdir(), 'linchpin-hardhat-'))
    const hardhat = {
      initialDate: new Date(timestamp * 1000).toISOString(),
      // Later ones limit the gas of a transaction.
      hardfork: 'cancun',
      blockGasLimit: 1_000_000_000,
      mining: { auto: false, mempool: { order: 'fifo' } },
    }
    const config = join(home, 'hardhat.config.js')
    writeFileSync(config, `module.exports = ${JSON.stringify({ networks: { hardhat } })}`)
    const program = createRequire(join(folder, 'package.json')).resolve(
      'hardhat/internal/cli/bootstrap.js',
    )
    const port = await freePort()
    const args = [program, '--config', config, 'node', '--port', String(port)]
    const child = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' })
    const node = new Hardhat(`http://127.0.0.1:${port}`, child, home)
    for (;;) {
      if (child.exitCode !== null) throw new Error(`hardhat ended: ${child.exitCode}`)
      if (await node.batch([['eth_chainId']]).catch(() => false)) return node
      await wait(100)
    }
  }

  async end(): Promise<void> {
    const ended = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await ended
    rmSync(this.home, { recursive: true, force: true })
  }

  /** One after the other. @throws if one of the calls has an error */
  async batch(calls: readonly RpcCall[]): Promise<unknown[]> {
    const results: unknown[] = []
    for (const [method, ...params] of calls) {
      const response = await fetch(this.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: ++this.nextId, method, params }),
      })
      const { result, error } = (await response.json()) as { result?: unknown; error?: unknown }
      if (error !== undefined) throw new Error(JSON.stringify(error))
      results.push(result)
    }
    return results
  }
}
