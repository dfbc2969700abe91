import type { Client } from 'pg'
import type { Change } from '../../ledger/outbox/change'

/** Names the AVS and the operator set of the quorums that ejections are of; null: not known. */
export async function nameQuorums(
  client: Client,
  rows: readonly (Change & { block: number | null })[],
): Promise<void> {
  const ejections = rows.filter(({ kind }) => kind === 'ejection')
  if (ejections.length === 0) return
  const { rows: found } = await client.query<{ avs: string | null; set: string | null }>(
    `SELECT q.avs_id AS avs, q.operator_set_id AS set
     FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS e(quorum, block, place)
     LEFT JOIN quorum q ON q.key = e.quorum AND q.from_block <= e.block AND (q.to_block IS NULL OR q.to_block > e.block)
     ORDER BY e.place`,
    [ejections.map(({ data }) => data.quorum), ejections.map(({ block }) => block)],
  )
  for (const [index, { subjects, data }] of ejections.entries()) {
    const { avs, set } = found[index]!
    Object.assign(data, { avs, operatorSet: set })
    subjects.push(...[avs, set].filter((key) => key !== null))
  }
}
