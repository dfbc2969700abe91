import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from 'pg'
import { type SupervisedIndexer, spawnCli } from './indexer'
import type { SimNode } from './node'
import type { Trouble } from './plan'
import { backends, installHold, installRaise, meet, raised, uninstall } from './points'
import type { Tally } from './tally'

/** How long a disturbance waits for its point. */
const PATIENCE_MS = 3_500

/**
 * Prepares a disturbance.
 * @returns resolves when it is prepared, with a promise that resolves when it is over
 */
export async function disturb(
  client: Client,
  node: SimNode,
  indexer: SupervisedIndexer,
  trouble: Trouble,
  tally: Tally,
): Promise<{ over: Promise<void> }> {
  switch (trouble.kind) {
    case 'none':
      return { over: Promise.resolve() }
    case 'second':
      return { over: secondIndexer(node, indexer, tally) }
    case 'raise': {
      const { point, code, times } = trouble
      const installed = await installRaise(client, point, code, times)
      return { over: installed ? raises(client, times, `${code} at ${point}`, tally) : done() }
    }
  }
  const act = (where: string, pid: number | null) =>
    hit(client, indexer, trouble.kind, where, pid, tally)
  if (trouble.at === 'time') return { over: wait(trouble.ms).then(() => act('random time', null)) }
  if (trouble.at === 'call') return { over: atCall(node, trouble.method, trouble.nth, act) }
  if (!(await installHold(client, trouble.point))) return { over: done() }
  return { over: atPoint(client, trouble.point, act) }
}

type Act = (where: string, pid: number | null) => Promise<void>

const done = () => Promise.resolve()

async function atCall(node: SimNode, method: string, nth: number, act: Act): Promise<void> {
  let seen = 0
  let acted: Promise<void> | null = null
  node.onAnswered = (methods) => {
    seen += methods.filter((one) => one === method).length
    if (seen >= nth) acted ??= act(`after ${method}`, null)
  }
  const until = performance.now() + PATIENCE_MS
  while (!acted && performance.now() < until) await wait(20)
  node.onAnswered = () => {}
  await acted
}

async function atPoint(client: Client, point: string, act: Act): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  const pid = await meet(client, () => performance.now() > until)
  if (pid !== null) await act(point, pid)
  await uninstall(client)
}

async function raises(client: Client, times: number, what: string, tally: Tally): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  let count = 0
  while (count < times && performance.now() < until) {
    await wait(50)
    count = await raised(client, times)
  }
  await uninstall(client)
  if (count > 0) tally.add('database errors', what, count)
}

async function hit(
  client: Client,
  indexer: SupervisedIndexer,
  kind: 'kill' | 'stop' | 'terminate' | 'cancel',
  where: string,
  pid: number | null,
  tally: Tally,
): Promise<void> {
  if (kind === 'kill' || kind === 'stop') {
    if (!indexer.signal(kind === 'kill' ? 'SIGKILL' : 'SIGTERM')) return
    tally.add(kind === 'kill' ? 'kills' : 'stops', where)
    return
  }
  const pids = pid === null ? await backends(client) : [pid]
  for (const one of pids) await client.query(`SELECT pg_${kind}_backend($1)`, [one])
  if (pids.length > 0) tally.add(kind === 'terminate' ? 'connections cut' : 'cancelled', where)
}

/** Another indexer of the same database must refuse to write. */
async function secondIndexer(
  node: SimNode,
  indexer: SupervisedIndexer,
  tally: Tally,
): Promise<void> {
  await wait(1_500)
  if (!indexer.log) return
  const second = spawnCli(['index'], node.url, indexer.databaseUrl, indexer.options)
  const timer = setTimeout(() => second.kill('SIGKILL'), PATIENCE_MS * 2)
  const [code, signal] = await once(second, 'close')
  clearTimeout(timer)
  tally.add('second indexers', String(code ?? signal))
}
