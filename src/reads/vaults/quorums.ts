import { type Ratio, ratio } from '../../risk/math/ratio'
import { WAD } from '../../risk/math/wad'
import { heldAt } from '../at-block'
import type { ApiContext } from '../context'

/** The smallest quorum first, that of the key which signs headers in front of all others. */
const QUORUMS_SQL = `
  SELECT DISTINCT ON (at, s.avs_id) at, s.avs_id AS network, q.threshold::text AS threshold
  FROM unnest($1::int[]) at
  JOIN voting_power_rule r ON ${heldAt('at', 'r')}
  JOIN operator_set s ON s.key = r.operator_set_id AND ${heldAt('at', 's')}
  JOIN quorum_threshold q ON q.rule_id = r.key AND ${heldAt('at', 'q')}
  WHERE q.threshold > 0 AND q.threshold <= ${WAD}
  ORDER BY at, s.avs_id, (q.key_tag = r.required_header_key_tag) IS TRUE DESC, q.threshold`

/** Quorums of networks. */
export type Quorums = ReadonlyMap<string, Ratio>

/**
 * Part of the voting power that networks logged as what must sign (ValSetDriver.AddQuorumThreshold), by network, at each of some
 * blocks. Of several kinds of keys that of the key which signs headers of validator sets (requiredHeaderKeyTag), else the smallest:
 * to forge takes no more.
 */
export async function loadLoggedQuorums(
  context: Pick<ApiContext, 'query'>,
  blocks: readonly number[],
): Promise<readonly Quorums[]> {
  const rows = await context.query<{ at: number; network: string; threshold: string }>(
    QUORUMS_SQL,
    [blocks],
  )
  return blocks.map((block) => {
    const found = rows.filter(({ at }) => at === block)
    return new Map(found.map(({ network, threshold }) => [network, ratio(BigInt(threshold), WAD)]))
  })
}
