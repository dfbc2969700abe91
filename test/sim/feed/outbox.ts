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
 * What is wrong with an outbox: a listener must hold the blocks of the chain, one slashing for each log of them (by the oracle), and
 * what an index without forks announces.
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
  const slashings = held.filter(({ kind, block }) => kind === 'slashing' && block! > after).length
  const expected = slashingsIn(oracle.fold(at, 1, head)) - slashingsIn(oracle.fold(at, 1, after))
  if (slashings !== expected) problems.push(`outbox: ${slashings} slashings, ${expected} logs`)
  const changes = (from: readonly OutboxRow[]) =>
    contentOf(from.filter(({ kind, block }) => kind !== 'block' && block! > after)).join('\n')
  if (changes(held) !== changes(follow(await readOutbox(clean)))) {
    problems.push('outbox: its changes differ from those of a clean index')
  }
  return problems
}

/** Slashings in the logs of a chain. One of a vault begins with its request, if it has one. */
function slashingsIn({ names }: Truth): number {
  const counts = ['OperatorSlashed', 'Slash', 'RequestSlash'].map((name) => names.get(name) ?? 0)
  return counts.reduce((sum, count) => sum + count, 0)
}
