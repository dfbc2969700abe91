import type { VaultV2Fact } from '../../facts/vaults-v2'
import type { Rules } from '../rule'
import { accountRules } from './accounts'
import { adapterRules } from './adapters'
import { balanceRules } from './balances'
import { guaranteeRules } from './guarantees'
import { protocolFeeRules } from './protocol-fees'
import { queueRules } from './queues'
import { adapterSlashingRules } from './slashings'

/** What facts of vaults of version 3 do to the state. */
export const vaultV2Rules: Rules<VaultV2Fact['kind']> = {
  ...accountRules,
  ...adapterRules,
  ...balanceRules,
  ...guaranteeRules,
  ...adapterSlashingRules,
  ...queueRules,
  ...protocolFeeRules,
}
