import { type Ratio, ratio } from '../../risk/math/ratio'
import { WAD } from '../../risk/math/wad'
import { heldAt } from '../at-block'
import type { ApiContext } from '../context'

/** The smallest quorum first, that of the key which signs headers in front of all others. */
const QUORUMS_SQL = `
  SELECT DISTINCT ON (s.avs_id) s.avs_id AS network, q.threshold::text AS threshold
  FROM voting_power_rule r
  JOIN operator_set s ON s.key = r.operator_set_id AND ${heldAt('$1', 's')}
  JOIN quorum_threshold q ON q.rule_id = r.key AND ${heldAt('$1', 'q')}
  WHERE ${heldAt('$1', 'r')} AND q.threshold > 0 AND q.threshold <= ${WAD}
  ORDER BY s.avs_id, (q.key_tag = r.required_header_key_tag) IS TRUE DESC, q.threshold`

/**
 * Part of the voting power that networks logged as what must sign (ValSetDriver.AddQuorumThreshold), by network. Of several kinds
 * of keys that of the key which signs headers of validator sets (requiredHeaderKeyTag), else the smallest: to forge takes no more.
 */
export async function loadLoggedQuorums(
  context: Pick<ApiContext, 'query'>,
  block: number,
): Promise<ReadonlyMap<string, Ratio>> {
  const rows = await context.query<{ network: string; threshold: string }>(QUORUMS_SQL, [block])
  return new Map(rows.map(({ network, threshold }) => [network, ratio(BigInt(threshold), WAD)]))
}
