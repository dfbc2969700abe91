import * as view from '../../contracts/vault-view'
import { loadVaultState } from '../../reads/vaults/state'
import type { VaultCommitment } from '../../vaults/commitments'
import { vaultCommitments } from '../../vaults/commitments'
import { type Check, type ViewCall, viewCall } from '../check'
import { toEntries } from '../entries'
import { keyOfReferences, type Reference } from '../keys'
import type { Rows } from '../rows'
import { type RecordedPair, setOfSubnetwork, subnetworkOf } from '../vault-truth'
import { callOfFirst } from './vaults'

const NOBODY = `0x${'0'.repeat(40)}`
/** No hints of checkpoints: the contract searches. */
const NO_HINT = '0x'

type Contract = 'delegator' | 'slasher'

/** Commitments of all vaults, with what their contracts say of networks without a middleware, too: the slasher does not ask. */
async function commitments(rows: Rows, contract: Contract) {
  const state = await loadVaultState({ query: rows.sql }, { number: rows.block, isHead: false })
  const networks = new Set(state.rows.networks.values())
  return vaultCommitments({ ...state, networksWithMiddleware: networks }).flatMap((one) => {
    const address = state.rows.vaults.get(one.vault)?.[contract] ?? null
    return address === null ? [] : [{ ...one, key: `${address} ${one.set} ${one.operator}` }]
  })
}

/** Check of one value per vault, subnetwork and operator. */
function perPair(
  name: string,
  contract: Contract,
  ours: (one: VaultCommitment) => bigint | null,
  recorded: (pair: RecordedPair) => string | undefined,
  call: ViewCall,
): Check {
  return {
    name,
    absent: '0',
    async ours(rows) {
      const all = await commitments(rows, contract)
      return toEntries(all.map((one) => [one.key, ours(one)?.toString() ?? null]))
    },
    recorded: ({ vaults }) =>
      toEntries(
        Object.values(vaults).flatMap((vault) =>
          Object.entries(vault.subnetworks).flatMap(([subnetwork, { operators }]) =>
            Object.entries(operators).flatMap(([operator, pair]) => {
              const value = recorded(pair)
              const key = `${vault[contract]} ${setOfSubnetwork(subnetwork)} ${operator}`
              return value === undefined ? [] : [[key, value] as const]
            }),
          ),
        ),
      ),
    call: callOfFirst(call),
  }
}

const pairOf = ([, set, operator]: string[]) => ({
  subnetwork: subnetworkOf(set!),
  operator: operator!,
})

/** Stake that vaults promise, and its slashings (Symbiotic core v1). */
export const vaultSlashingChecks: Check[] = [
  perPair(
    'stake of operators in networks',
    'delegator',
    ({ stake }) => stake,
    ({ stake }) => stake,
    viewCall('DELEGATOR', view.stake, pairOf),
  ),
  perPair(
    'slashed stake of operators',
    'slasher',
    ({ cumulativeSlash }) => cumulativeSlash,
    ({ cumulativeSlash }) => cumulativeSlash,
    viewCall('VAULT_SLASHER', view.cumulativeSlash, pairOf),
  ),
  perPair(
    'stake that can be slashed of a second before',
    'slasher',
    ({ slashable }) => slashable,
    ({ slashableStakeAtTimestampMinus1 }) => slashableStakeAtTimestampMinus1,
    viewCall('VAULT_SLASHER', view.slashableStake, (words, { timestamp }) =>
      timestamp === null
        ? null
        : { ...pairOf(words), captureTimestamp: BigInt(timestamp - 1), hints: NO_HINT },
    ),
  ),
  {
    name: 'resolvers',
    absent: NOBODY,
    async ours(rows) {
      type Row = {
        id: string
        slasher: string
        operatorSet: Reference
        resolver: string | null
        nullReason: string | null
      }
      const selection = '{ id slasher operatorSet { id } resolver nullReason }'
      const resolvers = await rows.list<Row>('resolvers', selection)
      return toEntries(
        resolvers.map(({ slasher, operatorSet, resolver, nullReason }) => {
          const key = `${slasher} ${keyOfReferences(operatorSet)}`
          return [key, nullReason === null ? (resolver ?? NOBODY) : null]
        }),
      )
    },
    recorded: ({ vaults }) =>
      toEntries(
        Object.values(vaults).flatMap(({ slasher, subnetworks }) =>
          Object.entries(subnetworks).flatMap(([subnetwork, { resolver }]) =>
            resolver === undefined
              ? []
              : [[`${slasher} ${setOfSubnetwork(subnetwork)}`, resolver] as const],
          ),
        ),
      ),
    call: callOfFirst(
      viewCall('VAULT_SLASHER', view.resolver, ([, set]) => ({
        subnetwork: subnetworkOf(set!),
        hint: NO_HINT,
      })),
    ),
  },
  {
    name: 'slash requests',
    absent: 'none',
    async ours(rows) {
      type Row = {
        id: string
        slasher: string
        slashIndex: string
        operatorSet: Reference
        operator: Reference
        requested: string
        captureTimestamp: string
        vetoDeadline: string
        resolvedAtBlock: number | null
      }
      const requests = await rows.list<Row>(
        'vaultSlashings',
        `{ id slasher slashIndex operatorSet { id } operator { id } requested captureTimestamp
           vetoDeadline resolvedAtBlock }`,
        'slashIndex_isNull: false',
      )
      return toEntries(
        requests.map((one) => [
          `${one.slasher} ${one.slashIndex}`,
          requestText({
            set: keyOfReferences(one.operatorSet),
            operator: keyOfReferences(one.operator),
            amount: one.requested,
            captureTimestamp: one.captureTimestamp,
            vetoDeadline: one.vetoDeadline,
            completed: one.resolvedAtBlock !== null,
          }),
        ]),
      )
    },
    recorded: ({ vaults }) =>
      toEntries(
        Object.values(vaults).flatMap(({ slasher, slashRequests = [] }) =>
          slashRequests.map(({ subnetwork, ...one }, index) => {
            const text = requestText({ set: setOfSubnetwork(subnetwork), ...one })
            return [`${slasher} ${index}`, text] as const
          }),
        ),
      ),
    call: callOfFirst(
      viewCall(
        'VAULT_SLASHER',
        view.slashRequests,
        ([, index]) => ({ index: BigInt(index!) }),
        ({ subnetwork, ...one }) => requestText({ set: setOfSubnetwork(subnetwork), ...one }),
      ),
    ),
  },
]

interface Request {
  set: string
  operator: string
  amount: string | bigint
  captureTimestamp: string | number | bigint
  vetoDeadline: string | number | bigint
  completed: boolean
}

function requestText(one: Request): string {
  const { set, operator, amount, captureTimestamp, vetoDeadline, completed } = one
  return `${set} ${operator} ${amount} ${captureTimestamp} ${vetoDeadline} ${completed}`
}
