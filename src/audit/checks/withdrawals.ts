import * as view from '../../contracts/view'
import { type Check, viewCall } from '../check'
import { type Entries, toEntries } from '../entries'
import { keyOfReferences, type Reference } from '../keys'
import type { Rows } from '../rows'
import type { Truth } from '../truth'

interface Withdrawal {
  id: string
  staker: Reference
  operator: Reference
  nonce: string
  startBlock: number
  items: {
    pool: Reference
    scaledShares: string
    withdrawableShares: string | null
    sharesAtQueue: string | null
  }[]
}

const SELECTION = `{ id staker { id } operator { id } nonce startBlock items(orderBy: [position_ASC]) {
  pool { id } scaledShares withdrawableShares sharesAtQueue } }`

const queued = (rows: Rows) => rows.list<Withdrawal>('withdrawals', SELECTION, 'status_eq: QUEUED')

/** All fields of a withdrawal in one text, beginning with its staker. */
function textOf({ staker, operator, nonce, startBlock, items }: Withdrawal): string | null {
  if (items.some(({ withdrawableShares }) => withdrawableShares === null)) return null
  const paid = items.map(
    (item) => `${keyOfReferences(item.pool)} ${item.scaledShares} ${item.withdrawableShares}`,
  )
  const delegatedTo = operator?.id ?? `0x${'0'.repeat(40)}`
  return [keyOfReferences(staker), delegatedTo, nonce, startBlock, ...paid].join(' ')
}

function recorded({ stakers }: Truth): Entries {
  return toEntries(
    Object.entries(stakers).flatMap(([staker, { queued }]) =>
      queued.map(({ root, delegatedTo, nonce, startBlock, strategies, scaledShares, shares }) => {
        const paid = strategies.map((pool, i) => `${pool} ${scaledShares[i]} ${shares[i]}`)
        return [root, [staker, delegatedTo, nonce, startBlock, ...paid].join(' ')] as const
      }),
    ),
  )
}

/** The queue of withdrawals. */
export const withdrawalChecks: Check[] = [
  {
    name: 'pending withdrawals',
    absent: 'false',
    ours: async (rows) => toEntries((await queued(rows)).map(({ id }) => [id, 'true'])),
    recorded: (truth) => toEntries([...recorded(truth).keys()].map((root) => [root, 'true'])),
    call: viewCall('DELEGATION_MANAGER', view.pendingWithdrawals, ([root]) => ({ root: root! })),
  },
  {
    name: 'content of pending withdrawals',
    absent: 'none',
    ours: async (rows) => toEntries((await queued(rows)).map((one) => [one.id, textOf(one)])),
    recorded,
    call: {
      ...viewCall(
        'DELEGATION_MANAGER',
        view.getQueuedWithdrawal,
        ([root]) => ({ root: root! }),
        ({ withdrawal, shares }) => {
          const { staker, delegatedTo, nonce, startBlock, strategies, scaledShares } = withdrawal
          const paid = strategies.map((pool, i) => `${pool} ${scaledShares[i]} ${shares[i]}`)
          return [staker, delegatedTo, nonce, startBlock, ...paid].join(' ')
        },
      ),
      async subjects(rows) {
        // The contract has no content of withdrawals queued before v1.3.0.
        const kept = (await queued(rows)).filter(({ items }) =>
          items.every(({ sharesAtQueue }) => sharesAtQueue !== null),
        )
        return kept.map(({ id }) => id)
      },
    },
  },
]
