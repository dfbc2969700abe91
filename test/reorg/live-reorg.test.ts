import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Client } from 'pg'
import { afterEach, expect, test } from 'vitest'
import type { ChainView } from '../../src/chain/recording/chain-view'
import { loadRecording } from '../../src/chain/recording/recording'
import { startReplay } from '../../src/chain/recording/replay'
import { startProxy } from '../chain/helpers'
import { IS_LONG } from '../long.mjs'
import {
  exchangeable,
  FINALITY,
  FORK,
  forked,
  reached,
  startIndex,
  upTo,
} from '../support/chain/forks'
import { FIXTURE } from '../support/recordings'
import { fingerprintTables } from '../support/tables'
import { createMigratedDatabase } from '../support/templates'

let child: ChildProcess | null = null
afterEach(() => {
  child?.kill('SIGKILL')
})

/** Tables and digest of an index that indexed only this chain. */
async function indexedAtOnce(view: ChainView, settings: Record<string, string> = {}) {
  const database = await createMigratedDatabase('straight')
  const replay = await startReplay(view)
  const client = new Client({ connectionString: database.url })
  await client.connect()
  child = startIndex(replay.url, database.url, settings)
  const digest = await reached(client, view.blockAt(view.head)!)
  child.kill('SIGKILL')
  await client.end()
  await replay.close()
  return { digest, tables: await fingerprintTables(database.url), drop: database.drop }
}

test('a running indexer follows a fork and back, as if it had never indexed the other branch', async () => {
  const recording = await loadRecording(FIXTURE)
  const canonical = (head: number) => upTo(recording, head)
  const database = await createMigratedDatabase('fork')
  const { view, exchange } = exchangeable(canonical(FORK + 5))
  const replay = await startReplay(view)
  const client = new Client({ connectionString: database.url })
  await client.connect()
  child = startIndex(replay.url, database.url)

  await reached(client, recording.blockAt(FORK + 5)!)
  const other = forked(recording, FORK + 12)
  exchange(other)
  const branchDigest = await reached(client, other.blockAt(FORK + 12)!)
  const branchTables = await fingerprintTables(database.url)
  exchange(canonical(FORK + 20))
  const digest = await reached(client, recording.blockAt(FORK + 20)!)
  const tables = await fingerprintTables(database.url)
  child.kill('SIGKILL')
  await replay.close()
  await client.end()

  const straight = await indexedAtOnce(canonical(FORK + 20))
  expect(tables).toEqual(straight.tables)
  expect(digest).toBe(straight.digest)
  const straightBranch = await indexedAtOnce(other)
  expect(branchTables).toEqual(straightBranch.tables)
  expect(branchDigest).toBe(straightBranch.digest)
  expect(branchDigest).not.toBe(digest)

  await database.drop()
  await straight.drop()
  await straightBranch.drop()
})

test('an indexer that stopped at hot blocks misses nothing when they became final meanwhile', async () => {
  // The DelegationManager is paused in block 4268: its row has a new version in a hot block, as have those of operators in many others.
  const [stopped, later] = IS_LONG ? [4_275, 4_400] : [200, 330]
  const recording = await loadRecording(FIXTURE)
  const database = await createMigratedDatabase('pause')
  const { view, exchange } = exchangeable(upTo(recording, stopped))
  const replay = await startReplay(view)
  const client = new Client({ connectionString: database.url })
  await client.connect()
  child = startIndex(replay.url, database.url)
  await reached(client, recording.blockAt(stopped)!)
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
  exchange(upTo(recording, later))
  child = startIndex(replay.url, database.url)
  const digest = await reached(client, recording.blockAt(later)!)
  child.kill('SIGKILL')
  await client.end()
  await replay.close()

  const straight = await indexedAtOnce(upTo(recording, later))
  expect(await fingerprintTables(database.url)).toEqual(straight.tables)
  expect(digest).toBe(straight.digest)
  await database.drop()
  await straight.drop()
})

test('filtered history and whole blocks at the head give the same tables and digest, in standard and full mode', async () => {
  const [head, allHot] = IS_LONG ? [1_330, '1000'] : [330, '250']
  const view = upTo(await loadRecording(FIXTURE), head)
  const indexed = []
  for (const finality of ['40', allHot]) {
    for (const mode of ['standard', 'full']) {
      const settings = { LINCHPIN_FINALITY: finality, LINCHPIN_VERIFY: mode }
      indexed.push(await indexedAtOnce(view, settings))
    }
  }
  for (const { digest, tables } of indexed) {
    expect(digest).toBe(indexed[0]!.digest)
    expect(tables).toEqual(indexed[0]!.tables)
  }
  for (const { drop } of indexed) await drop()
})

test('a node that does not have the last final block yet is no reorg: a restart helps', async () => {
  const recording = await loadRecording(FIXTURE)
  const database = await createMigratedDatabase('behind')
  const { view, exchange } = exchangeable(upTo(recording, FORK))
  const replay = await startReplay(view, { finality: FINALITY })
  const client = new Client({ connectionString: database.url })
  await client.connect()
  child = startIndex(replay.url, database.url)
  await reached(client, recording.blockAt(FORK)!)
  child.kill('SIGKILL')

  exchange(upTo(recording, FORK + 5))
  const final = `"eth_getBlockByNumber","params":["0x${(FORK - FINALITY).toString(16)}",false]`
  let isBehind = true
  const node = await startProxy(replay.url, (request) => {
    if (!isBehind || !request.includes(final)) return undefined
    return { body: '{"jsonrpc":"2.0","id":0,"result":null}' }
  })
  child = startIndex(node.url, database.url)
  expect(await once(child, 'exit')).toEqual([69, null])
  expect((await client.query('SELECT stopped FROM cursor')).rows).toEqual([{ stopped: null }])
  isBehind = false
  child = startIndex(node.url, database.url)
  await reached(client, recording.blockAt(FORK + 5)!)
  child.kill('SIGKILL')
  await client.end()
  await node.close()
  await replay.close()
  await database.drop()
})
