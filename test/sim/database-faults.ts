import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from 'pg'
import type { DatabaseProxy } from './db-proxy'
import { type SupervisedIndexer, spawnCli } from './indexer'
import { backends } from './points'
import type { Tally } from './tally'

/** A fault of the database, or of the way to it, for a while. */
export interface DatabaseFault {
  /** `half-open`: connections lose packets until they are dropped; `frozen`: nothing is forwarded, and then all of it. */
  kind: 'half-open' | 'frozen' | 'read-only'
  ms: number
}

/** Resolves when the fault is over. */
export async function failDatabase(
  { kind, ms }: DatabaseFault,
  proxy: DatabaseProxy,
  client: Client,
  tally: Tally,
): Promise<void> {
  if (kind === 'read-only') {
    await setReadOnly(client, true)
    await wait(ms)
    await setReadOnly(client, false)
  } else if (kind === 'frozen') {
    proxy.freeze()
    await wait(ms)
    proxy.thaw()
  } else {
    const { count, drop } = proxy.halfOpen()
    await wait(ms)
    drop()
    if (count === 0) return
  }
  tally.add('faults of the database', kind)
}

/** As on a standby, or an old primary; connections begin again. */
async function setReadOnly(client: Client, isReadOnly: boolean): Promise<void> {
  const change = isReadOnly ? 'SET default_transaction_read_only = on' : 'RESET ALL'
  await client.query(`ALTER DATABASE ${client.database} ${change}`)
  for (const pid of await backends(client)) {
    await client.query('SELECT pg_terminate_backend($1)', [pid])
  }
}

/** How long a second writer may take to be refused: its node may be slow. */
const PATIENCE_MS = 30_000

/**
 * A second indexer, on its own way to the database, while the first one runs. It must be refused.
 * @throws Error if it is not, and the first one was there all the time
 */
export async function refuseSecond(
  rpc: string,
  databaseUrl: string,
  indexer: SupervisedIndexer,
  tally: Tally,
): Promise<void> {
  const starts = indexer.starts
  const second = spawnCli(['index'], rpc, databaseUrl, indexer.options)
  let output = ''
  second.stderr!.on('data', (text) => (output += text))
  const timer = setTimeout(() => second.kill('SIGKILL'), PATIENCE_MS)
  const [code, signal] = await once(second, 'close')
  clearTimeout(timer)
  const wasAlone = indexer.starts === starts
  const isRefused = code === 69 && output.includes('LP3002')
  tally.add('second writers', isRefused ? 'refused' : wasAlone ? 'not refused' : 'after a restart')
  if (wasAlone && !isRefused) {
    throw new Error(`a second writer ended with ${code ?? signal}: ${output.slice(-1_500)}`)
  }
}
