import { reasonOf, STANDING_SQL, type Standing } from '../../reads/standing'
import type { StatusRule } from './rule'

/** The index is not current, for any of the reasons of GET /ready. */
export function indexerBehind(seconds: number): StatusRule {
  return {
    async judgeStatus(query) {
      const [standing] = await query<Standing>(STANDING_SQL)
      if (!standing) return []
      const reason = reasonOf(standing, seconds)
      const data = reason
        ? { code: reason.code, message: reason.message, hint: reason.hint }
        : { code: null }
      return [
        {
          subject: 'indexer',
          fires: reason !== null,
          subjects: [],
          data: { ...data, block: standing.number, head: standing.head },
        },
      ]
    },
  }
}

/** Verification found a block that does not match the chain; clears when it was indexed again and verified. */
export function invalidBlock(): StatusRule {
  return {
    async judgeStatus(query, fired) {
      const rows = await query<{ block: number; reason: string; reindexed: boolean }>(
        'SELECT block, reason, reindexed FROM invalid_block ORDER BY block',
      )
      const listed = new Set(rows.map(({ block }) => String(block)))
      return [
        ...rows.map(({ block, reason, reindexed }) => ({
          subject: String(block),
          fires: true,
          subjects: [],
          data: { block, reason, reindexed },
        })),
        ...fired
          .filter((block) => !listed.has(block))
          .map((block) => ({
            subject: block,
            fires: false,
            subjects: [],
            data: { block: Number(block) },
          })),
      ]
    },
  }
}
