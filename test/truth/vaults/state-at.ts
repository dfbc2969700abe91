import type { Client } from 'pg'
import { heldAt } from '../../../src/reads/at-block'
import { loadVaultRows } from '../../../src/reads/vaults/rows'
import { loadVaultState } from '../../../src/reads/vaults/state'
import type { VaultState } from '../../../src/vaults/commitments'
import type { VaultRows } from '../../../src/vaults/rows'

type Row = Record<string, string | boolean | null>

/** All that the ground truth of core v1 has, from the rows of one block. */
export interface StateAt extends VaultState {
  /** Columns of vaults that no stake follows from, by address. */
  readonly details: ReadonlyMap<string, Row>
  /** Shares by vault, by account. */
  readonly positions: ReadonlyMap<string, ReadonlyMap<string, bigint>>
  /** Shares by vault, by account, by epoch. */
  readonly withdrawals: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<bigint, bigint>>>
  /** Resolvers by slasher, by set. */
  readonly resolvers: ReadonlyMap<string, ReadonlyMap<string, Row>>
  /** Requests by slasher, in order. */
  readonly requests: ReadonlyMap<string, readonly Row[]>
  /** Middlewares by network. */
  readonly middlewares: ReadonlyMap<string, string>
  readonly registered: ReadonlySet<string>
  readonly uris: ReadonlyMap<string, string>
  /** Rows at the last block with logs at or before a time. */
  rowsAt(time: bigint): Promise<VaultRows>
}

/** Reads it. */
export async function stateAt(client: Client, block: number): Promise<StateAt> {
  const query = async <T>(text: string, params?: unknown[]) =>
    (await client.query(text, params)).rows as T[]
  const rows = (columns: string, table: string, where = 'true') =>
    query<Record<string, string>>(
      `SELECT ${columns} FROM ${table} WHERE ${heldAt('$1')} AND ${where} ORDER BY key`,
      [block],
    )
  const state = await loadVaultState({ query }, { number: block, isHead: false })
  const positions = new Map<string, Map<string, bigint>>()
  for (const { vault, staker, shares } of await rows(
    'vault_id AS vault, staker_id AS staker, shares::text',
    'vault_position',
  )) {
    below(positions, vault!).set(staker!, BigInt(shares!))
  }
  const withdrawals = new Map<string, Map<string, Map<bigint, bigint>>>()
  for (const { vault, staker, epoch, shares } of await rows(
    'vault_id AS vault, staker_id AS staker, epoch::text, shares::text',
    'vault_withdrawal',
  )) {
    below(below(withdrawals, vault!), staker!).set(BigInt(epoch!), BigInt(shares!))
  }
  const resolvers = new Map<string, Map<string, Row>>()
  for (const row of await rows(
    `${hex('slasher')} AS slasher, operator_set_id AS set, ${hex('stored_resolver')} AS stored, has_pending AS "hasPending",
     ${hex('stored_pending_resolver')} AS pending, stored_pending_from::text AS "from"`,
    'resolver',
  )) {
    below(resolvers, row.slasher!).set(row.set!, row)
  }
  const requests = new Map<string, Row[]>()
  const found = await query<Row>(
    `SELECT ${hex('slasher')} AS slasher, operator_set_id AS set, operator_id AS operator, requested::text,
       capture_timestamp::text AS capture, veto_deadline::text AS deadline, resolved_at_block IS NOT NULL AS completed
     FROM vault_slashing WHERE ${heldAt('$1')} AND slash_index IS NOT NULL ORDER BY slash_index`,
    [block],
  )
  for (const row of found) {
    const slasher = row.slasher as string
    requests.set(slasher, [...(requests.get(slasher) ?? []), row])
  }
  const profiles = [
    ...(await rows(
      'operator_id AS address, registered_at_block, metadata_uri AS uri, NULL AS middleware',
      'operator_profile',
    )),
    ...(await rows(
      `avs_id AS address, registered_at_block, metadata_uri AS uri, ${hex('middleware')} AS middleware`,
      'avs_profile',
    )),
  ]
  const details = await rows(
    `key, version::text, collateral_id AS collateral, ${hex('burner')} AS burner, ${hex('hook')} AS hook,
     deposit_whitelist AS "depositWhitelist", is_deposit_limit AS "isDepositLimit", deposit_limit::text AS "depositLimit"`,
    'vault',
  )
  return {
    ...state,
    details: new Map(details.map((row) => [row.key!, row])),
    positions,
    withdrawals,
    resolvers,
    requests,
    middlewares: new Map(
      profiles.flatMap(({ address, middleware }) => (middleware ? [[address!, middleware]] : [])),
    ),
    registered: new Set(
      profiles.flatMap(({ address, registered_at_block }) =>
        registered_at_block === null ? [] : [address!],
      ),
    ),
    uris: new Map(profiles.flatMap(({ address, uri }) => (uri ? [[address!, uri]] : []))),
    async rowsAt(time) {
      const [last] = await query<{ block: number }>(
        `SELECT max(block) AS block FROM block WHERE block_time <= to_timestamp($1) AND block <= $2`,
        [`${time}`, block],
      )
      return loadVaultRows({ query }, { number: last?.block ?? -1, isHead: false })
    },
  }
}

const hex = (column: string) => `'0x' || encode(${column}, 'hex')`

function below<K, V>(map: Map<string, Map<K, V>>, key: string): Map<K, V> {
  const found = map.get(key) ?? new Map<K, V>()
  map.set(key, found)
  return found
}
