import { smaller } from './math'
import { type NetworkLimit, type OperatorLimit, type Vault, type VaultRows, within } from './rows'

/** What the stake of an operator in a subnetwork follows from. */
export interface StakeTerms {
  readonly vault: Pick<
    Vault,
    'activeStake' | 'delegatorType' | 'specificOperator' | 'specificNetwork'
  >
  readonly operator: string
  readonly network: string
  /** Whether the operator opted in to the vault and to the network. */
  readonly isOptedIn: boolean
  readonly limit: NetworkLimit | undefined
  readonly operatorLimit: OperatorLimit | undefined
}

/**
 * Stake of a vault that is promised to a subnetwork through an operator (BaseDelegator.stake), rounded as the contract does.
 *
 * @returns null: it depends on a constant that is unknown
 */
export function stakeOf({
  vault,
  operator,
  network,
  isOptedIn,
  limit,
  operatorLimit,
}: StakeTerms): bigint | null {
  if (!isOptedIn || !limit) return 0n
  const { activeStake, delegatorType, specificOperator, specificNetwork } = vault
  if (activeStake === 0n) return 0n
  const part = (cap: bigint) =>
    cap === 0n ? 0n : activeStake === null ? null : smaller(activeStake, cap)
  switch (delegatorType) {
    case null:
      return null
    case 'NETWORK_RESTAKE': {
      const total = limit.totalOperatorShares
      const shares = operatorLimit?.shares ?? 0n
      if (total === 0n || shares === 0n) return 0n
      const whole = part(limit.networkLimit)
      return whole === null ? null : (shares * whole) / total
    }
    case 'FULL_RESTAKE':
      return part(smaller(limit.networkLimit, operatorLimit?.stakeLimit ?? 0n))
    case 'OPERATOR_SPECIFIC':
      return ifChosen(specificOperator, operator, () => part(limit.networkLimit))
    case 'OPERATOR_NETWORK_SPECIFIC':
      return ifChosen(specificOperator, operator, () =>
        ifChosen(specificNetwork, network, () => part(limit.maxNetworkLimit)),
      )
  }
}

/** @param chosen null: unknown */
function ifChosen(chosen: string | null, one: string, stake: () => bigint | null): bigint | null {
  if (chosen !== null && chosen !== one) return 0n
  const found = stake()
  return chosen === null && found !== 0n ? null : found
}

/** The same of a vault, set and operator by the rows of a block; 0 for what is not there. */
export function stakeIn(
  rows: VaultRows,
  vault: string,
  set: string,
  operator: string,
): bigint | null {
  const row = rows.vaults.get(vault)
  const network = rows.networks.get(set)
  if (!row?.delegator || network === undefined) return 0n
  return stakeOf({
    vault: row,
    operator,
    network,
    isOptedIn:
      (rows.vaultOptIns.get(vault)?.has(operator) ?? false) &&
      (rows.networkOptIns.get(network)?.has(operator) ?? false),
    limit: within(rows.networkLimits, row.delegator, set),
    operatorLimit: rows.operatorLimits.get(row.delegator)?.get(set)?.get(operator),
  })
}
