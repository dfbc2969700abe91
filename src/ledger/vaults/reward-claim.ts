import { logId } from '../../facts/ids'
import type { LogPosition } from '../../facts/log-position'
import type { VaultRewardClaimRow } from '../rows.generated'
import type { LedgerState } from '../state'

type Claim = Omit<VaultRewardClaimRow, 'id' | keyof LogPosition | 'blockTime'>

/** A claim of rewards or fees. */
export function appendClaim(state: LedgerState, at: LogPosition, claim: Claim): void {
  const { block, logIndex, timestamp: blockTime, transactionHash } = at
  const id = logId(block, logIndex)
  state.append('vaultRewardClaim', { id, block, logIndex, blockTime, transactionHash, ...claim })
}
