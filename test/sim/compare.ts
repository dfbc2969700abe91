import type { Client } from 'pg'
import { type Truth, topicOf } from './oracle'

/** The state of the database at a block, in the form of the oracle. */
export async function readTruth(client: Client, block: number): Promise<Truth> {
  const at = 'from_block <= $1 AND (to_block IS NULL OR to_block > $1)'
  const query = async (text: string) => (await client.query(text, [block])).rows
  const shares = await query(
    `SELECT operator_id AS operator, pool_id AS pool, shares::text FROM operator_stake WHERE ${at}`,
  )
  const delegations = await query(
    `SELECT staker_id AS staker, operator_id AS operator FROM delegation WHERE ${at}`,
  )
  const registrations = await query(
    `SELECT operator_id AS operator, CASE WHEN key LIKE 'symbiotic-%' THEN 'network ' || avs_id
       ELSE coalesce(operator_set_id, avs_id) END AS service
     FROM avs_registration WHERE ${at}`,
  )
  const positions = await query(
    `SELECT staker_id AS account, vault_id AS vault, shares::text FROM vault_position WHERE ${at}`,
  )
  const events = await query(
    `SELECT block, log_index, '0x' || encode(address, 'hex') AS address, name, signature, topics
     FROM contract_event WHERE block <= $1 ORDER BY block, log_index`,
  )
  const names = new Map<string, number>()
  for (const { name } of events) if (name) names.set(name, (names.get(name) ?? 0) + 1)
  return {
    shares: new Map(
      shares
        .filter((row) => row.shares !== '0')
        .map((row) => [`${row.operator} ${row.pool}`, BigInt(row.shares)]),
    ),
    delegations: new Map(delegations.map(({ staker, operator }) => [staker, operator])),
    registrations: new Set(registrations.map((row) => `${row.operator} ${row.service}`)),
    vaultShares: new Map(
      positions.map(({ account, vault, shares }) => [`${account} ${vault}`, BigInt(shares)]),
    ),
    events: events.map((row) => {
      const topic = row.signature ? topicCached(row.signature) : row.topics[0]
      return `${row.block} ${row.log_index} ${row.address} ${topic}`
    }),
    names,
  }
}

const topics = new Map<string, string>()
function topicCached(signature: string): string {
  const known = topics.get(signature) ?? topicOf(signature)
  topics.set(signature, known)
  return known
}

/** Descriptions of all differences; none if both are equal. */
export function differences(found: Truth, expected: Truth, block: number): string[] {
  const lines: string[] = []
  const compare = (what: string, one: Iterable<string>, other: Iterable<string>) => {
    const [a, b] = [new Set(one), new Set(other)]
    const wrong = [...a].filter((line) => !b.has(line))
    const missing = [...b].filter((line) => !a.has(line))
    if (wrong.length > 0) lines.push(`block ${block}: wrong ${what}: ${wrong.slice(0, 5)}`)
    if (missing.length > 0) lines.push(`block ${block}: missing ${what}: ${missing.slice(0, 5)}`)
  }
  const entries = (map: Map<string, unknown>) => [...map].map(([key, value]) => `${key} ${value}`)
  compare('shares', entries(found.shares), entries(expected.shares))
  compare('delegations', entries(found.delegations), entries(expected.delegations))
  compare('registrations', found.registrations, expected.registrations)
  compare('shares of vaults', entries(found.vaultShares), entries(expected.vaultShares))
  compare('events', found.events, expected.events)
  compare('numbers of events', entries(found.names), entries(expected.names))
  if (found.events.join() !== expected.events.join()) lines.push(`block ${block}: events differ`)
  return lines
}
