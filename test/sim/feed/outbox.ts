import type { Client } from 'pg'
import type { RecordedBlock } from '../../../src/chain/recording/chain-view'
import { contentOf, follow, type OutboxRow, readOutbox } from '../../support/outbox'
import type { Oracle, Truth } from '../oracle'

/** Block above which the outbox has all changes. */
async function outboxAfter(client: Client): Promise<number> {
  const { rows } = await client.query('SELECT after_block AS after FROM outbox_head')
  return rows[0].after
}

/**
 * What is wrong with an outbox: a listener must hold the blocks of the chain, one message for each log of a slashing (by the
 * oracle), and what an index without forks announces.
 */
export async function outboxProblems(
  client: Client,
  clean: Client,
  oracle: Oracle,
  at: (number: number) => RecordedBlock,
  head: number,
): Promise<string[]> {
  const rows = await readOutbox(client)
  let held: OutboxRow[]
  try {
    held = follow(rows)
  } catch (error) {
    return [`outbox: ${(error as Error).message}`]
  }
  const after = Math.max(await outboxAfter(client), await outboxAfter(clean))
  const problems: string[] = []
  const wrong = held.find(
    ({ kind, block, data }) =>
      (kind === 'block' || kind === 'finalized') && at(block!).hash !== data.hash,
  )
  if (wrong) problems.push(`outbox: ${wrong.kind} ${wrong.block} is not of the chain`)
  // Of other kinds a branch can have the same log again, which changes nothing.
  const [upToHead, before] = [oracle.fold(at, 1, head), oracle.fold(at, 1, after)]
  for (const [announced, logs] of Object.entries(LOGS_OF)) {
    const messages = held.filter(({ kind, block }) => kind === announced && block! > after).length
    const expected = countOf(upToHead, logs) - countOf(before, logs)
    if (messages !== expected) problems.push(`outbox: ${messages} ${announced}, ${expected} logs`)
  }
  const all = follow(await readOutbox(clean))
  const changes = (from: readonly OutboxRow[]) =>
    contentOf(
      from.filter(({ kind, block }) => !['block', 'slashExpired'].includes(kind) && block! > after),
    ).join('\n')
  if (changes(held) !== changes(all)) {
    problems.push('outbox: its changes differ from those of a clean index')
  }
  problems.push(...expiryProblems(held, all, after))
  return problems
}

/** A request expires without a log: at the first block whose time is stored, which a clean index has of every block. */
function expiryProblems(held: OutboxRow[], all: OutboxRow[], after: number): string[] {
  const expired = (rows: OutboxRow[]) =>
    new Map(
      rows
        .filter(({ kind }) => kind === 'slashExpired')
        .map(({ block, data }) => [String(data.id), block!]),
    )
  const [announced, exact] = [expired(held), expired(all)]
  return [...exact].flatMap(([id, block]) => {
    const at = announced.get(id)
    if (block <= after || (at !== undefined && at >= block)) return []
    return [`outbox: the request ${id} expired in block ${block}, announced in ${at}`]
  })
}

/** Kinds of messages, and the names of the logs that each is about. */
const LOGS_OF = {
  slashing: ['OperatorSlashed'],
  slashRequested: ['RequestSlash'],
  slashExecuted: ['Slash', 'ExecuteSlash'],
  slashVetoed: ['VetoSlash'],
}

/** Logs of these names in a chain. */
function countOf({ names }: Truth, logs: readonly string[]): number {
  return logs.reduce((sum, name) => sum + (names.get(name) ?? 0), 0)
}
