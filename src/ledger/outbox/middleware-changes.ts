import { serviceOfSet } from '../../facts/ids'
import type { EventTables, StateTables } from '../rows.generated'
import type { StateChange } from '../state'
import type { Change } from './change'

type Request = StateTables['slashingRequest']
type RequestPool = StateTables['slashingRequestPool']

const text = (amount: bigint | null) => (amount === null ? null : amount.toString())

/** What became of a slashing that a slasher with a veto asks for. @param all changes of the block, with those of its pools */
export function slashingRequest(
  { ended, began }: { ended: { row: Request } | null; began: { row: Request } | null },
  all: readonly StateChange[],
): Change[] {
  if (!began) return []
  const { key, requestId, operator, operatorSet: set, slasher, ...row } = began.row
  const of = { id: key, requestId: text(requestId), operator, operatorSet: set, slasher }
  const avs = set === null ? [] : [serviceOfSet(set), set]
  const found: Change[] = []
  const add = (kind: string, data: Record<string, unknown>) =>
    found.push({ kind, subjects: [operator, ...avs, slasher], data: { ...of, ...data } })
  if (!ended) {
    add('slashingRequested', {
      description: row.description,
      vetoDeadline: text(row.vetoDeadline),
      pools: poolsOf(key, all),
    })
  }
  if (row.status === (ended?.row.status ?? 'REQUESTED')) return found
  if (row.status === 'CANCELLED') add('slashingCancelled', {})
  if (row.status === 'FULFILLED') add('slashingFulfilled', { slashing: row.slashing })
  return found
}

/** What a new request asks for. */
function poolsOf(request: string, all: readonly StateChange[]) {
  return all
    .filter(({ table }) => table === 'slashingRequestPool')
    .flatMap(({ began }) => (began ? [began.row as RequestPool] : []))
    .filter((row) => row.request === request)
    .sort((a, b) => a.position - b.position)
    .map(({ pool, wad }) => ({ pool, wad: text(wad) }))
}

/** An operator that was ejected from a quorum; whose quorum it is, is added when it is written. */
export function ejection(row: EventTables['ejection']): Change {
  const { id, operator, quorum, manager } = row
  return {
    kind: 'ejection',
    subjects: [...(operator === null ? [] : [operator]), manager],
    data: {
      id,
      operator,
      operatorId: row.keyHash,
      quorum,
      manager,
      transactionHash: row.transactionHash,
      stake: text(row.stake),
      isRemoved: row.isRemoved,
      isRateLimitHit: row.isRateLimitHit,
    },
  }
}
