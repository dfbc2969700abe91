import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServedRecording, serveRecording } from '../support/api/recorded-api'
import { BOTH } from '../support/recordings'

/* Co-slashings of both protocols, by blocks: members and windows filled block by block from stored rows, and counts by plain loops. */
let api: ServedRecording
let pool: Pool

beforeAll(async () => {
  api = await serveRecording('vaultcoslash', BOTH)
  pool = new Pool({ connectionString: api.databaseUrl })
}, 300_000)

afterAll(async () => {
  await pool?.end()
  await api?.close()
})

interface Row {
  operator: string
  avs: string
  first: number
  /** After the last one; null: none. */
  end: number | null
}

const rows = async <R extends object>(sql: string): Promise<R[]> => (await pool.query<R>(sql)).rows
const networkOf = (set: string) => set.replace('symbiotic-', '').split('/')[0]!

/** Blocks in which an operator could be slashed by an AVS; the last one included. */
async function spans(): Promise<{ operator: string; avs: string; first: number; last: number }[]> {
  const [{ delay, head }] = (await rows<{ delay: number; head: number }>(
    'SELECT deallocation_delay_blocks AS delay, (SELECT height FROM cursor) AS head FROM protocol WHERE to_block IS NULL',
  )) as [{ delay: number; head: number }]
  const registered = await rows<Row & { set: string | null; key: string }>(
    'SELECT operator_id AS operator, avs_id AS avs, from_block AS first, to_block AS end, operator_set_id AS set, key FROM avs_registration',
  )
  const optIns = await rows<{
    operator: string
    vault: string
    first: number
    end: number | null
  }>(
    `SELECT operator_id AS operator, '0x' || encode(vault, 'hex') AS vault, from_block AS first, to_block AS end FROM vault_opt_in`,
  )
  const epochs = new Map(
    (
      await rows<{ key: string; epoch: string }>(
        'SELECT key, epoch_duration::text AS epoch FROM vault WHERE to_block IS NULL',
      )
    ).map(({ key, epoch }) => [key, Number(epoch)]),
  )
  const times = await rows<{ block: number; time: number }>(
    'SELECT block, extract(epoch FROM block_time)::float8 AS time FROM block ORDER BY block',
  )
  const timeOf = new Map(times.map(({ block, time }) => [block, time]))
  const found = []
  for (const { operator, avs, first, end, set, key } of registered) {
    if (!key.startsWith('symbiotic-')) {
      if (set !== null)
        found.push({ operator, avs, first, last: end === null ? head : end + delay })
      continue
    }
    for (const one of optIns) {
      const epoch = epochs.get(one.vault)
      if (one.operator !== operator || epoch === undefined) continue
      const from = Math.max(first, one.first)
      const left = Math.min(end ?? Number.POSITIVE_INFINITY, one.end ?? Number.POSITIVE_INFINITY)
      if (from >= left) continue
      let last = head
      if (left <= head) {
        last = left
        for (const { block, time } of times) if (time <= timeOf.get(left)! + epoch) last = block
      }
      found.push({ operator, avs, first: from, last })
    }
  }
  return found.map((one) => ({ ...one, last: Math.min(one.last, head) }))
}

describe.each(['OPERATORS', 'AVSS'] as const)('co-slashings of both protocols, %s', (among) => {
  test('count slashings of operators and executed slashings of vaults in the same windows', async () => {
    const events = [
      ...(await rows<{ operator: string; set: string; block: number }>(
        `SELECT operator_id AS operator, operator_set_id AS set, block FROM slashing WHERE NOT starts_with(operator_set_id, 'symbiotic-')`,
      )),
      ...(await rows<{ operator: string; set: string; block: number }>(
        `SELECT operator_id AS operator, operator_set_id AS set, resolved_at_block AS block FROM vault_slashing
         WHERE to_block IS NULL AND accounted IS NOT NULL`,
      )),
    ].map(({ set, ...one }) => ({ ...one, avs: networkOf(set) }))
    const memberOf = (one: { operator: string; avs: string }) => {
      return among === 'OPERATORS' ? one.operator : one.avs
    }
    const { coSlashings } = await api.ask(`{ coSlashings(among: ${among}, window: BLOCK) {
      slashings universe { from to } items(limit: 1000) { member { id } slashings slashedWindows windows }
      pairs(limit: 100) { a { id } b { id } windows slashedA slashedB both } } }`)
    expect(coSlashings.slashings).toBe(events.length)
    const { from, to } = coSlashings.universe
    const could = new Map<string, Uint8Array>()
    const hit = new Map<string, Uint8Array>()
    const of = (map: Map<string, Uint8Array>, id: string) => {
      const own = map.get(id) ?? new Uint8Array(to + 2)
      map.set(id, own)
      return own
    }
    for (const one of events) {
      of(hit, memberOf(one))[one.block] = 1
      of(could, memberOf(one))[one.block] = 1
    }
    for (const one of await spans()) {
      of(could, memberOf(one)).fill(1, Math.max(from, one.first), one.last + 1)
    }
    const count = (a: Uint8Array, b = a) => a.reduce((sum, one, at) => sum + (one & b[at]!), 0)
    const ids = [...hit.keys()].sort()
    expect(coSlashings.items).toEqual(
      ids.map((id) => ({
        member: { id },
        slashings: events.filter((one) => memberOf(one) === id).length,
        slashedWindows: count(hit.get(id)!),
        windows: count(could.get(id)!),
      })),
    )
    expect(coSlashings.pairs.length).toBeGreaterThan(0)
    for (const { a, b, ...pair } of coSlashings.pairs) {
      const [hitA, hitB] = [hit.get(a.id)!, hit.get(b.id)!]
      const [couldA, couldB] = [could.get(a.id)!, could.get(b.id)!]
      expect(pair).toEqual({
        windows: count(couldA, couldB),
        slashedA: count(hitA, couldB),
        slashedB: count(hitB, couldA),
        both: count(hitA, hitB),
      })
    }
    console.log(among, { events: events.length, items: ids.length })
  })
})

test('a network and an operator in the scope have their own slashings', async () => {
  const [{ set, operator }] = (await rows<{ set: string; operator: string }>(
    'SELECT operator_set_id AS set, operator_id AS operator FROM vault_slashing WHERE to_block IS NULL AND accounted IS NOT NULL LIMIT 1',
  )) as [{ set: string; operator: string }]
  const own = await rows<{ set: string; operator: string }>(
    'SELECT operator_set_id AS set, operator_id AS operator FROM vault_slashing WHERE to_block IS NULL AND accounted IS NOT NULL',
  )
  const { bySet, byOperator } = await api.ask(`{
    bySet: coSlashings(scope: {operatorSet: "${set}"}) { slashings }
    byOperator: coSlashings(scope: {operatorSet: "${set}", operator: "${operator}"}) { slashings } }`)
  const ofSet = own.filter((one) => one.set === set)
  expect(bySet.slashings).toBe(ofSet.length)
  expect(byOperator.slashings).toBe(ofSet.filter((one) => one.operator === operator).length)
})
