// A generated network of restaked stake, written into a fresh database: the input of the benchmarks of risk and API.
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'

/** Seeded numbers in [0, 1) (mulberry32). */
export function random(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const address = (kind, n) => `0x${kind}${n.toString(16).padStart(39, '0')}`
const WAD = 10n ** 18n
/** One in ten stakers has a queued withdrawal. */
const isQueued = (n) => n % 10 === 0
const HEAD = 1000

/**
 * @param size numbers of operators, services (one set each), pools, stakers
 * @returns rows by table, as arrays of columns
 */
export function generate({ operators, services, pools, stakers, seed = 1 }) {
  const next = random(seed)
  const below = (n) => Math.floor(next() * n)
  // Heavy tails: few are large, as in every network seen.
  const amount = () => BigInt(Math.floor(1e6 / (next() + 1e-4))) * 10n ** 12n + BigInt(below(1e9))
  const ops = Array.from({ length: operators }, (_, i) => address('1', i))
  const avss = Array.from({ length: services }, (_, i) => address('2', i))
  const poolIds = Array.from({ length: pools }, (_, i) => address('3', i))
  const people = Array.from({ length: stakers }, (_, i) => address('4', i))
  const popular = (list) => list[Math.floor(list.length * next() ** 2)]
  const now = (key) => [`${key}@1`, key, 1, null]

  // An operator has a dozen pools, most of them the popular ones.
  const poolsOf = new Map(
    ops.map((op) => [op, [...new Set(Array.from({ length: 16 }, () => popular(poolIds)))]]),
  )
  const delegated = new Map()
  const tables = { stake: [], delegation: [], staker: [], withdrawal: [], withdrawal_item: [] }
  for (const staker of people) {
    const operator = popular(ops)
    const pool = popular(poolsOf.get(operator))
    const shares = amount()
    tables.staker.push([...now(staker), `\\x${staker.slice(2)}`, WAD, 1])
    tables.delegation.push([...now(staker), staker, operator])
    tables.stake.push([...now(`${staker}-${pool}`), staker, pool, shares, WAD])
    const key = `${operator}-${pool}`
    delegated.set(key, (delegated.get(key) ?? 0n) + shares)
    if (!isQueued(tables.staker.length)) continue
    const root = `0x${staker.slice(2).padStart(64, '0')}`
    const start = 1 + (tables.withdrawal.length % HEAD)
    const of = [`\\x${root.slice(2)}`, staker, operator, `\\x${staker.slice(2)}`, 0n]
    tables.withdrawal.push([...now(root), ...of, 'QUEUED', start, start])
    tables.withdrawal_item.push([`${root}-0000`, 1, 0, root, pool, shares, shares])
  }
  const stakes = [...delegated].map(([key, shares]) => [...now(key), ...key.split('-'), shares])

  const accepted = avss.map(() => new Set(Array.from({ length: 3 }, () => popular(poolIds))))
  const registrations = new Set()
  const allocations = []
  const left = new Map()
  // About three services per operator, and so ten thousand entries.
  for (let i = 0; i < operators * 3.3; i++) {
    const operator = popular(ops)
    const service = Math.floor(services * next() ** 1.5)
    const set = `${avss[service]}/0`
    if (registrations.has(`${operator}-${set}`)) continue
    registrations.add(`${operator}-${set}`)
    for (const pool of poolsOf.get(operator)) {
      const key = `${operator}-${pool}`
      if (!accepted[service].has(pool) || !delegated.has(key)) continue
      const part = (left.get(key) ?? WAD) / BigInt(2 + below(8))
      left.set(key, (left.get(key) ?? WAD) - part)
      allocations.push([...now(`${operator}-${set}-${pool}`), operator, set, pool, part, 0n, 0n])
    }
  }
  return {
    head: HEAD,
    rows: {
      ...tables,
      operator: ops.map((op) => [...now(op), `\\x${op.slice(2)}`, 'EIGENLAYER', 1, 1]),
      avs: avss.map((avs) => [...now(avs), `\\x${avs.slice(2)}`, 'EIGENLAYER', 1]),
      asset: poolIds.map((id) => [...now(id), `\\x${id.slice(2)}`, 18]),
      pool: poolIds.map((id) => [
        ...now(id),
        `\\x${id.slice(2)}`,
        'EIGENLAYER',
        id,
        true,
        WAD,
        0n,
        1,
      ]),
      operator_set: avss.map((avs) => [...now(`${avs}/0`), avs, 0n, 0n, 1]),
      operator_set_pool: avss.flatMap((avs, i) =>
        [...accepted[i]].map((pool) => [...now(`${avs}/0-${pool}`), `${avs}/0`, pool]),
      ),
      operator_stake: stakes,
      avs_registration: [...registrations].map((key) => {
        const [operator, set] = key.split('-')
        return [...now(key), operator, set.slice(0, 42), set]
      }),
      allocation: allocations,
      operator_magnitude: [...left].map(([key, rest]) => {
        const [operator, pool] = key.split('-')
        return [...now(key), operator, pool, WAD, WAD - rest]
      }),
      protocol: [[...now('EIGENLAYER'), 'EIGENLAYER', 100800, 100800, 0n]],
    },
  }
}

const VERSION = 'id, key, from_block, to_block'
const COLUMNS = {
  stake: `${VERSION}, staker_id, pool_id, deposit_shares, scaling_factor`,
  delegation: `${VERSION}, staker_id, operator_id`,
  staker: `${VERSION}, address, beacon_chain_slashing_factor, first_seen_block`,
  operator: `${VERSION}, address, protocol, registered_at_block, first_seen_block`,
  avs: `${VERSION}, address, protocol, first_seen_block`,
  asset: `${VERSION}, address, decimals`,
  pool: `${VERSION}, address, protocol, asset_id, whitelisted, exchange_rate, burnable_shares, first_seen_block`,
  operator_set: `${VERSION}, avs_id, set_id, slash_count, first_seen_block`,
  operator_set_pool: `${VERSION}, operator_set_id, pool_id`,
  operator_stake: `${VERSION}, operator_id, pool_id, shares`,
  avs_registration: `${VERSION}, operator_id, avs_id, operator_set_id`,
  allocation: `${VERSION}, operator_id, operator_set_id, pool_id, stored_magnitude, stored_diff, stored_effect_block`,
  operator_magnitude: `${VERSION}, operator_id, pool_id, max, stored_encumbered`,
  withdrawal: `${VERSION}, root, staker_id, operator_id, withdrawer, nonce, status, start_block, queued_at_block`,
  withdrawal_item: 'id, block, position, withdrawal_id, pool_id, scaled_shares, shares_at_queue',
  protocol: `${VERSION}, name, min_withdrawal_delay_blocks, deallocation_delay_blocks, burnable_native_shares`,
}

/** Writes generated rows into a migrated database, as if they had been indexed up to `head` by these rules. */
export async function write(client, { head, rows: tables }, rules) {
  for (const [table, columns] of Object.entries(COLUMNS)) {
    const target = client.query(copyFrom(`COPY "${table}" (${columns}) FROM STDIN`))
    await pipeline(Readable.from(lines(tables[table])), target)
  }
  const hash = `0x${'ab'.repeat(32)}`
  await client.query(
    `INSERT INTO block (id, block, hash, parent_hash, block_time, digest)
     VALUES ('1', 1, '\\x01', '\\x00', to_timestamp(1700000000), '\\x0a')`,
  )
  await client.query(
    `INSERT INTO cursor (chain_id, network, deployment, start_block, height, hash, block_timestamp,
       finalized_height, finalized_hash, head, digest, rules, updated_at)
     VALUES (31337, 'generated', 'generated', 0, $1, $2, 1700000000, $1, $2, $1, '0x0a', $3, now())`,
    [head, hash, rules],
  )
  // As autovacuum and the checkpointer leave it: neither works beside what is measured.
  await client.query('VACUUM ANALYZE')
  await client.query('CHECKPOINT')
}

function* lines(rows) {
  for (let from = 0; from < rows.length; from += 1000) {
    const text = rows
      .slice(from, from + 1000)
      .map((row) =>
        row
          .map((value) => (value === null ? '\\N' : String(value).replace(/^\\x/, '\\\\x')))
          .join('\t'),
      )
    yield `${text.join('\n')}\n`
  }
}
