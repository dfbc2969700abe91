import { Client } from 'pg'
import { addressOf, amountOf, type RawEvent, rawEvents, setOf } from './raw-events'

/** Stake from raw logs, and from tables what raw logs do not have. */
export interface Chain {
  delegated: Change[]
  joined: Change[]
  accepted: Change[]
  directory: Change[]
  /** First block of operators and AVSs. */
  seen: { operators: Map<string, number>; avss: Map<string, number> }
  blocks: { block: number; day: number }[]
}

/** An event that adds or removes something. */
export interface Change extends RawEvent {
  isMore: boolean
}

function changes(dir: string, contract: string, more: string, less: string): Change[] {
  const of = (name: string, isMore: boolean) =>
    rawEvents(dir, contract, name).map((event) => ({ ...event, isMore }))
  return [...of(more, true), ...of(less, false)].sort((a, b) => a.block - b.block || a.log - b.log)
}

/** Reads a recorded chain, and the database that it was indexed into. */
export async function chainOf(dir: string, url: string): Promise<Chain> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const rows = async (text: string) => (await client.query(text)).rows
  const seen = async (table: string) =>
    new Map<string, number>(
      (await rows(`SELECT key, min(first_seen_block) AS block FROM ${table} GROUP BY key`)).map(
        ({ key, block }) => [key, block],
      ),
    )
  const chain = {
    delegated: changes(
      dir,
      'DelegationManager',
      'OperatorSharesIncreased',
      'OperatorSharesDecreased',
    ),
    joined: changes(
      dir,
      'AllocationManager',
      'OperatorAddedToOperatorSet',
      'OperatorRemovedFromOperatorSet',
    ),
    accepted: changes(
      dir,
      'AllocationManager',
      'StrategyAddedToOperatorSet',
      'StrategyRemovedFromOperatorSet',
    ),
    directory: rawEvents(dir, 'AVSDirectory', 'OperatorAVSRegistrationStatusUpdated').map(
      (event) => ({ ...event, isMore: amountOf(event.words[2]!) === 1n }),
    ),
    seen: { operators: await seen('operator'), avss: await seen('avs') },
    blocks: await rows(
      `SELECT block, floor(extract(epoch FROM block_time) / 86400)::int AS day FROM block ORDER BY block`,
    ),
  }
  await client.end()
  return chain
}

/** Stake by operator or AVS. */
export type Level = Map<string, bigint>

/** Shares of each operator in the pool after the block. */
export function delegatedAt({ delegated }: Chain, pool: string, block: number): Level {
  const held: Level = new Map()
  for (const { block: at, words, isMore } of delegated) {
    if (at > block) break
    // Operator; staker, strategy, shares.
    const [operator, , strategy, shares] = words as [string, string, string, string]
    if (addressOf(strategy) !== pool) continue
    const change = isMore ? amountOf(shares) : -amountOf(shares)
    held.set(addressOf(operator), (held.get(addressOf(operator)) ?? 0n) + change)
  }
  return held
}

/**
 * `<avs>/<set id> <operator>` of members of sets after the block, `<avs> <operator>` of those in
 * the directory.
 */
function membersAt(chain: Chain, block: number): Set<string> {
  const members = new Set<string>()
  const put = (key: string, isMore: boolean) => (isMore ? members.add(key) : members.delete(key))
  for (const { block: at, words, isMore } of chain.joined) {
    const [operator, avs, id] = words as [string, string, string]
    if (at <= block) put(`${setOf(avs, id)} ${addressOf(operator)}`, isMore)
  }
  for (const { block: at, words, isMore } of chain.directory) {
    const [operator, avs] = words as [string, string]
    if (at <= block) put(`${addressOf(avs)} ${addressOf(operator)}`, isMore)
  }
  return members
}

/** Shares in the pool of each operator that is registered to the AVS after the block. */
export function membersOf(avs: string) {
  return (chain: Chain, pool: string, block: number): Level => {
    const members = [...membersAt(chain, block)].filter((key) => key.startsWith(avs))
    const operators = new Set(members.map((key) => key.split(' ')[1]!))
    return new Map([...delegatedAt(chain, pool, block)].filter(([id]) => operators.has(id)))
  }
}

/**
 * What is registered to each AVS after the block: shares of members of sets that accept the pool,
 * each operator's once.
 */
export function registeredAt(chain: Chain, pool: string, block: number): Level {
  const sets = new Set<string>()
  for (const { block: at, words, isMore } of chain.accepted) {
    const [avs, id, strategy] = words as [string, string, string]
    if (at > block || addressOf(strategy) !== pool) continue
    if (isMore) sets.add(setOf(avs, id))
    else sets.delete(setOf(avs, id))
  }
  const pairs = new Set<string>()
  for (const member of membersAt(chain, block)) {
    const [set, operator] = member.split(' ') as [string, string]
    if (set.includes('/') && !sets.has(set)) continue
    pairs.add(`${set.split('/')[0]} ${operator}`)
  }
  const held = delegatedAt(chain, pool, block)
  const level: Level = new Map()
  for (const pair of pairs) {
    const [avs, operator] = pair.split(' ') as [string, string]
    level.set(avs, (level.get(avs) ?? 0n) + (held.get(operator) ?? 0n))
  }
  return level
}
