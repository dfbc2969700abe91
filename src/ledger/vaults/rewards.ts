import { accountRewardKey, adminFeeKey } from '../../facts/ids'
import type { StakerRewardFact } from '../../facts/vault-rewards'
import { splitReward } from '../../vaults/reward-fee'
import type { RowRef } from '../rows'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import { appendClaim } from './reward-claim'
import { appendDistribution, distributionRefs } from './reward-distribution'

const contractRef = (contract: string): RowRef => ({
  table: 'stakerRewardsContract',
  key: contract,
})

/** The row of a staker rewards contract; its first log names the vault or the fee, in releases that log them. */
function rewardsContract(state: LedgerState, contract: string) {
  const none = { key: contract, vault: null, adminFee: null }
  return state.get('stakerRewardsContract', contract) ?? none
}

/** Adds to the fees that an admin can claim; null: an unknown part was added. */
function addFee(state: LedgerState, contract: string, token: string, fee: bigint | null): void {
  const key = adminFeeKey(contract, token)
  const before = state.get('adminFeeBalance', key)?.amount
  const known = before === undefined ? 0n : before
  const amount = known === null || fee === null ? null : known + fee
  state.put('adminFeeBalance', { key, contract, token, amount })
}

const feeRef = (contract: string, token: string): RowRef => ({
  table: 'adminFeeBalance',
  key: adminFeeKey(contract, token),
})

/** Rewards of networks for stakers of vaults, and what was claimed. */
export const stakerRewardRules: Rules<StakerRewardFact['kind']> = {
  stakerRewardsVault: {
    touches: ({ contract }) => [contractRef(contract)],
    apply(state, { contract, vault }) {
      state.put('stakerRewardsContract', { ...rewardsContract(state, contract), vault })
    },
  },

  stakerRewardsFee: {
    touches: ({ contract }) => [contractRef(contract)],
    apply(state, { contract, adminFee }) {
      state.put('stakerRewardsContract', { ...rewardsContract(state, contract), adminFee })
    },
  },

  vaultDistribution: {
    touches: (paid) => [
      contractRef(paid.contract),
      feeRef(paid.contract, paid.token),
      ...distributionRefs(paid),
    ],
    apply(state, { kind: _, amount, adminFee, ...paid }, at) {
      const { vault } = rewardsContract(state, paid.contract)
      addFee(state, paid.contract, paid.token, adminFee)
      appendDistribution(state, at, paid, { vault, amount, adminFee, operatorsFee: 0n })
    },
  },

  vaultDistributionTotal: {
    touches: (paid) => [
      contractRef(paid.contract),
      feeRef(paid.contract, paid.token),
      ...distributionRefs(paid),
    ],
    apply(state, { kind: _, total, ...paid }, at) {
      const { vault, adminFee } = rewardsContract(state, paid.contract)
      const split = adminFee === null ? null : splitReward(total, adminFee)
      const { amount, adminFee: fee } = split ?? { amount: null, adminFee: null }
      addFee(state, paid.contract, paid.token, fee)
      appendDistribution(state, at, paid, { vault, amount, adminFee: fee, operatorsFee: 0n })
    },
  },

  vaultSnapshotReward: {
    touches: distributionRefs,
    apply(state, { kind: _, vault, amount, curatorFee, operatorsFee, ...paid }, at) {
      const fees = { adminFee: curatorFee, operatorsFee }
      appendDistribution(state, at, paid, { vault, amount, ...fees }, { isNumbered: false })
    },
  },

  vaultRewardsClaimedUpTo: {
    touches: ({ contract, token, network, account }) => [
      { table: 'vaultRewardCursor', key: accountRewardKey(contract, token, network, account) },
    ],
    apply(state, { kind: _, network, ...cursor }) {
      const { contract, token, account } = cursor
      const key = accountRewardKey(contract, token, network, account)
      state.put('vaultRewardCursor', { key, avs: network, ...cursor })
    },
  },

  vaultRewardClaimed: {
    touches: () => [],
    apply(state, { kind: _, claim, network, ...values }, at) {
      appendClaim(state, at, { kind: claim, avs: network, ...values })
    },
  },

  adminFeeClaimed: {
    touches: ({ contract, token }) => [feeRef(contract, token)],
    apply(state, { contract, token, amount }, at) {
      // claimAdminFee pays all of it.
      state.put('adminFeeBalance', {
        key: adminFeeKey(contract, token),
        contract,
        token,
        amount: 0n,
      })
      appendClaim(state, at, {
        kind: 'ADMIN_FEE',
        contract,
        vault: null,
        avs: null,
        token,
        claimer: null,
        recipient: null,
        amount,
      })
    },
  },
}
