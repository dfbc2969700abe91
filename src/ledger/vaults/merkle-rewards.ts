import { accountRewardKey, networkRewardKey } from '../../facts/ids'
import type { LogPosition } from '../../facts/log-position'
import type { MerkleFunds, MerkleRewardFact } from '../../facts/vault-rewards'
import type { RowRef } from '../rows'
import type { MerkleRewardRow, VaultRewardClaimRow } from '../rows.generated'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import { appendClaim } from './reward-claim'
import { appendSubmission, payerOf, payerRefs } from './reward-submission'

const ZERO_ROOT = `0x${'0'.repeat(64)}`

type Funds = Pick<MerkleFunds, 'contract' | 'network'> & { token: string | null }

const rewardRef = ({ contract, token, network }: Funds): RowRef => ({
  table: 'merkleReward',
  key: networkRewardKey(contract, token, network),
})

function rewardOf(state: LedgerState, { contract, token, network }: Funds): MerkleRewardRow {
  const key = networkRewardKey(contract, token, network)
  const none = {
    key,
    contract,
    avs: network,
    token,
    root: null,
    balance: token === null ? null : 0n,
  }
  return state.get('merkleReward', key) ?? none
}

/** Balance after a change; null: it would be negative, so money came in before the first block of the index. */
function changed(balance: bigint | null, delta: bigint): bigint | null {
  return balance === null || balance + delta < 0n ? null : balance + delta
}

/** What an account claimed of it before, and now in all. */
function putClaimed(
  state: LedgerState,
  { contract, token, network, account }: MerkleFunds & { account: string },
  accountType: bigint | null,
  claimedAfter: (before: bigint) => bigint,
): { paid: bigint } {
  const key = accountRewardKey(contract, token, network, account, accountType)
  const before = state.get('merkleRewardAccount', key)?.claimed ?? 0n
  const claimed = claimedAfter(before)
  state.put('merkleRewardAccount', { key, contract, avs: network, token, account, claimed })
  return { paid: claimed - before }
}

type ClaimPart = Pick<VaultRewardClaimRow, 'kind' | 'claimer' | 'recipient' | 'amount'>

function takeClaim(
  state: LedgerState,
  at: LogPosition,
  funds: MerkleFunds,
  claim: ClaimPart,
): void {
  const { contract, token, network } = funds
  const reward = rewardOf(state, funds)
  state.put('merkleReward', { ...reward, balance: changed(reward.balance, -claim.amount) })
  appendClaim(state, at, { contract, vault: null, avs: network, token, ...claim })
}

/** Rewards by Merkle roots: of operators (DefaultOperatorRewards), and of all accounts (rewards V2). */
export const merkleRewardRules: Rules<MerkleRewardFact['kind']> = {
  operatorRewards: {
    touches: (fact) => [...payerRefs(fact.network, null), rewardRef(fact)],
    apply(state, { amount, root, ...fact }, at) {
      const payer = payerOf(state, fact.network, null, at.block)
      const reward = rewardOf(state, fact)
      const balance = changed(reward.balance, amount)
      state.put('merkleReward', { ...reward, root: root === ZERO_ROOT ? null : root, balance })
      // A root without money corrects the one before.
      if (amount === 0n) return
      appendSubmission(state, at, {
        kind: 'NETWORK_OPERATORS',
        ...payer,
        token: fact.token,
        amount,
        startTime: at.timestamp,
        pools: [],
      })
    },
  },

  operatorRewardsClaimed: {
    touches: (fact) => [
      ...payerRefs(fact.network, null),
      rewardRef(fact),
      {
        table: 'merkleRewardAccount',
        key: accountRewardKey(fact.contract, fact.token, fact.network, fact.operator),
      },
    ],
    apply(state, { operator, recipient, amount, ...fact }, at) {
      payerOf(state, fact.network, null, at.block)
      putClaimed(state, { ...fact, account: operator }, null, (before) => before + amount)
      takeClaim(state, at, fact, { kind: 'OPERATOR', claimer: operator, recipient, amount })
    },
  },

  networkRewardsRoot: {
    touches: (fact) => [...payerRefs(fact.network, null), rewardRef({ ...fact, token: null })],
    apply(state, { root, ...fact }, at) {
      payerOf(state, fact.network, null, at.block)
      const reward = rewardOf(state, { ...fact, token: null })
      state.put('merkleReward', { ...reward, root: root === ZERO_ROOT ? null : root })
    },
  },

  networkRewardsFunds: {
    touches: (fact) => [...payerRefs(fact.network, null), rewardRef(fact)],
    apply(state, { amount, added, ...fact }, at) {
      const payer = payerOf(state, fact.network, null, at.block)
      const reward = rewardOf(state, fact)
      const balance = changed(reward.balance, added ? amount : -amount)
      state.put('merkleReward', { ...reward, balance })
      if (!added) return
      appendSubmission(state, at, {
        kind: 'NETWORK_ACCOUNTS',
        ...payer,
        token: fact.token,
        amount,
        startTime: at.timestamp,
        pools: [],
      })
    },
  },

  networkRewardsClaimed: {
    touches: (fact) => [
      ...payerRefs(fact.network, null),
      rewardRef(fact),
      {
        table: 'merkleRewardAccount',
        key: accountRewardKey(
          fact.contract,
          fact.token,
          fact.network,
          fact.account,
          fact.accountType,
        ),
      },
    ],
    apply(state, { account, accountType, claimed, ...fact }, at) {
      payerOf(state, fact.network, null, at.block)
      const { paid } = putClaimed(state, { ...fact, account }, accountType, () => claimed)
      const claim = { kind: 'ACCOUNT', claimer: account, recipient: null, amount: paid } as const
      takeClaim(state, at, fact, claim)
    },
  },
}
