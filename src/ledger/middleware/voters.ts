import { inQuorumKey, logId, quorumKey, quorumOperatorKey } from '../../facts/ids'
import type { LogPosition } from '../../facts/log-position'
import type { MiddlewareFact, VoterRef } from '../../facts/middleware'
import type { RowRef } from '../rows'
import type { QuorumOperatorRow, QuorumStakeRow } from '../rows.generated'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import { middlewareRef, quorumRefs } from './rows'

type Kind = Extract<
  MiddlewareFact['kind'],
  'voterRegistered' | 'voterQuorums' | 'voterStake' | 'voterEjected'
>

const voterRef = ({ middleware, id }: VoterRef): RowRef => ({
  table: 'quorumOperator',
  key: quorumOperatorKey(middleware, id),
})

const stakeRef = ({ middleware, id }: VoterRef, number: number): RowRef => ({
  table: 'quorumStake',
  key: inQuorumKey(quorumKey(middleware, number), id),
})

/** Note with the stake that an operator had before the last update of the transaction. */
const stakeNote = (key: string) => `stake before ${key}`

/** Operators of quorums, and their recorded stake. */
export const voterRules: Rules<Kind> = {
  voterRegistered: {
    touches: ({ voter }) => [middlewareRef(voter.middleware), voterRef(voter)],
    touchesToo: (state, { voter }) => stakeRefs(state, voter),
    apply(state, { voter, operator, registered }) {
      const row = ensureVoter(state, voter, operator)
      const status = registered ? 'REGISTERED' : 'DEREGISTERED'
      state.put('quorumOperator', { ...row, status })
      // Its weight in quorums that it is not in is a question, too: what would it have?
      stakeRefs(state, voter).forEach((_, number) => {
        ensureStake(state, voter, number, operator)
      })
    },
  },

  voterQuorums: {
    touches: ({ voter, numbers }) => [
      voterRef(voter),
      ...numbers.map((number) => stakeRef(voter, number)),
    ],
    apply(state, { voter, operator, numbers, member }) {
      const row = ensureVoter(state, voter, operator)
      const bits = numbers.reduce((all, number) => all | (1n << BigInt(number)), 0n)
      const bitmap = member ? row.bitmap | bits : row.bitmap & ~bits
      state.put('quorumOperator', { ...row, bitmap })
      for (const number of numbers) {
        const stake = ensureStake(state, voter, number, operator)
        state.put('quorumStake', { ...stake, isMember: member })
      }
    },
  },

  voterStake: {
    touches: ({ voter, number }) => [voterRef(voter), stakeRef(voter, number)],
    apply(state, { voter, number, stake }, at) {
      const operator = state.get('quorumOperator', voterRef(voter).key)?.operator ?? null
      const row = ensureStake(state, voter, number, operator)
      state.note(stakeNote(row.key), row.stake)
      state.put('quorumStake', { ...row, stake, updatedAtBlock: at.block })
    },
  },

  voterEjected: {
    touches: ({ voter, number }) => [
      voterRef(voter),
      stakeRef(voter, number),
      { table: 'quorum', key: quorumKey(voter.middleware, number) },
    ],
    apply(state, fact, at) {
      const { voter, number, manager, removed } = fact
      const row = state.get('quorumOperator', voterRef(voter).key)
      if (row) state.put('quorumOperator', { ...row, lastEjectedAt: BigInt(at.timestamp) })
      const before = state.takeNote(stakeNote(stakeRef(voter, number).key))
      const quorum = quorumKey(voter.middleware, number)
      state.append('ejection', {
        ...positionOf(at),
        quorum: state.get('quorum', quorum) ? quorum : null,
        operator: row?.operator ?? null,
        keyHash: voter.id,
        manager,
        stake: (removed ? before : undefined) ?? 0n,
        isRemoved: removed,
        isRateLimitHit: fact.rateLimitHit,
      })
    },
  },
}

function positionOf({ block, logIndex, timestamp: blockTime, transactionHash }: LogPosition) {
  return { id: logId(block, logIndex), block, logIndex, blockTime, transactionHash }
}

/** Stake in each quorum that the middleware has so far. */
function stakeRefs(state: LedgerState, voter: VoterRef): RowRef[] {
  return quorumRefs(state, voter.middleware).map((_, number) => stakeRef(voter, number))
}

/** Id of the row's operator; null where the operator itself is the id. */
const idOf = ({ id }: VoterRef) => (id.length === 66 ? id : null)

function ensureVoter(state: LedgerState, voter: VoterRef, operator: string): QuorumOperatorRow {
  const { key } = voterRef(voter)
  return (
    state.get('quorumOperator', key) ?? {
      key,
      middleware: voter.middleware,
      operator,
      keyHash: idOf(voter),
      status: null,
      bitmap: 0n,
      lastEjectedAt: null,
    }
  )
}

function ensureStake(
  state: LedgerState,
  voter: VoterRef,
  number: number,
  operator: string | null,
): QuorumStakeRow {
  const { key } = stakeRef(voter, number)
  const known = state.get('quorumStake', key)
  // Stake can be recorded before the log that says whose the id is.
  if (known) return known.operator === null ? { ...known, operator } : known
  const row: QuorumStakeRow = {
    key,
    quorum: quorumKey(voter.middleware, number),
    operator,
    keyHash: idOf(voter),
    isMember: false,
    stake: 0n,
    updatedAtBlock: null,
  }
  state.put('quorumStake', row)
  return row
}
