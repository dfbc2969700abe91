import type { Client } from 'pg'
import { serviceOfSet } from '../../facts/ids'
import type { Change } from '../../ledger/outbox/change'

/** No event says that a change takes effect: versions that held when it did, and were not replaced before. */
const IN_EFFECT = (column: string) =>
  `${column} > $1 AND ${column} <= $2 AND from_block < ${column} AND (to_block IS NULL OR to_block >= ${column})`

/** Announced changes that take effect in the blocks above `from`, up to `to`, by block. */
export async function readEffects(
  client: Client,
  from: number,
  to: number,
): Promise<(Change & { block: number })[]> {
  if (from >= to) return []
  const { rows } = await client.query<{ block: number; key: string; slasher: string }>(
    `SELECT stored_slasher_effect_block::int AS block, key, '0x' || encode(stored_pending_slasher, 'hex') AS slasher
     FROM operator_set WHERE ${IN_EFFECT('stored_slasher_effect_block')} ORDER BY block, key`,
    [from, to],
  )
  const delays = await client.query<{ block: number; key: string; delay: string }>(
    `SELECT stored_delay_effect_block::int AS block, key, stored_pending_delay::text AS delay
     FROM operator WHERE ${IN_EFFECT('stored_delay_effect_block')} ORDER BY block, key`,
    [from, to],
  )
  return [
    ...(await readExpired(client, from, to)),
    ...(await readExecutable(client, from, to)),
    ...rows.map(({ block, key, slasher }) => ({
      block,
      kind: 'slasherEffective',
      subjects: [serviceOfSet(key), key, slasher],
      data: { operatorSet: key, slasher },
    })),
    ...delays.rows.map(({ block, key, delay }) => ({
      block,
      kind: 'allocationDelayEffective',
      subjects: [key],
      data: { operator: key, delay },
    })),
  ]
}

/** Times of the blocks whose headers are stored. */
const TIMES = `(SELECT block, block_time FROM block UNION ALL SELECT block, block_time FROM block_header) h`

/**
 * Slash requests of vaults that can no longer be executed since one of the blocks: the first one more than an epoch after the
 * time of the stake that was to be slashed (VetoSlasher.executeSlash).
 */
async function readExpired(client: Client, from: number, to: number) {
  const { rows } = await client.query<Expired>(
    `SELECT first.block, s.slashing_id AS id, s.operator_id AS operator, s.operator_set_id AS "operatorSet", s.vault_id AS vault,
       '0x' || encode(s.slasher, 'hex') AS slasher, s.slash_index::text AS "slashIndex",
       s.capture_timestamp::text AS "captureTimestamp", s.requested::text AS requested
     FROM vault_slashing s JOIN vault v ON v.key = s.vault_id AND v.to_block IS NULL
     CROSS JOIN LATERAL (SELECT h.block FROM ${TIMES}
       WHERE h.block > s.from_block AND h.block_time > to_timestamp((s.capture_timestamp + v.epoch_duration)::float8)
       ORDER BY h.block LIMIT 1) first
     WHERE s.to_block IS NULL AND s.slash_index IS NOT NULL AND s.resolved_at_block IS NULL
       AND first.block > $1 AND first.block <= $2 ORDER BY first.block, s.key`,
    [from, to],
  )
  return rows.map(({ block, ...data }) => {
    const { operator, operatorSet, vault, slasher } = data
    const subjects = [operator, serviceOfSet(operatorSet), operatorSet, vault, slasher]
    return { block, kind: 'slashExpired', subjects, data }
  })
}

/**
 * Slashing requests of AVSs that can no longer be vetoed, but executed, since one of the blocks: the first one that is not before the
 * deadline, if they are still pending at its end (VetoableSlasher.fulfillSlashingRequest).
 */
async function readExecutable(client: Client, from: number, to: number) {
  const { rows } = await client.query<Executable>(
    `SELECT first.block, s.key AS id, s.request_id::text AS "requestId", s.operator_id AS operator, s.operator_set_id AS "operatorSet",
       '0x' || encode(s.slasher, 'hex') AS slasher, s.veto_deadline::text AS "vetoDeadline"
     FROM slashing_request s
     CROSS JOIN LATERAL (SELECT h.block FROM ${TIMES}
       WHERE h.block >= s.from_block AND h.block_time >= to_timestamp(s.veto_deadline::float8) ORDER BY h.block LIMIT 1) first
     WHERE s.status = 'REQUESTED' AND (s.to_block IS NULL OR s.to_block > first.block)
       AND first.block > $1 AND first.block <= $2 ORDER BY first.block, s.key`,
    [from, to],
  )
  return rows.map(({ block, ...data }) => {
    const { operator, operatorSet, slasher } = data
    const avs = operatorSet === null ? [] : [serviceOfSet(operatorSet), operatorSet]
    return { block, kind: 'slashingExecutable', subjects: [operator, ...avs, slasher], data }
  })
}

interface Executable {
  block: number
  id: string
  requestId: string
  operator: string
  operatorSet: string | null
  slasher: string
  vetoDeadline: string
}

interface Expired {
  block: number
  id: string
  operator: string
  operatorSet: string
  vault: string
  slasher: string
  slashIndex: string
  captureTimestamp: string
  requested: string
}
