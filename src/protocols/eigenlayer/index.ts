import { events as am } from '../../abi/AllocationManager'
import { events as rc } from '../../abi/RewardsCoordinator'
import { BEACON_CHAIN_ETH } from '../../facts/native-eth'
import type { Protocol } from '../protocol'
import { ABIS } from './abis'
import { allocationHandlers, avsHandlers } from './avs'
import { COMING } from './coming'
import { delegationHandlers } from './delegation'
import { depositHandlers } from './deposits'
import { governanceHandlers } from './governance'
import { legacyHandlers } from './legacy'
import { podHandlers } from './pods'
import { finders, poolHandlers } from './pools'
import { rewardHandlers } from './rewards'
import { slashingHandlers } from './slashings'
import { CHECKS } from './soundness'
import { withdrawalHandlers } from './withdrawals'

/** Asset of native ETH, which is no token. */
const NATIVE_ASSET = '0x0000000000000000000000000000000000000000'

/** EigenLayer, from its first release on. */
export const eigenlayer: Protocol = {
  name: 'EIGENLAYER',
  abis: ABIS,
  handlers: [
    // First: the values before the event are recorded before other handlers of the event change them.
    ...governanceHandlers,
    ...delegationHandlers,
    ...depositHandlers,
    ...legacyHandlers,
    ...withdrawalHandlers,
    ...avsHandlers,
    ...allocationHandlers,
    ...slashingHandlers,
    ...poolHandlers,
    ...rewardHandlers,
    ...podHandlers,
  ],
  finders,
  checks: CHECKS,
  unsettled: COMING,
  readByTopic: ['EIGEN_POD'],
  // Slashings and distribution roots.
  alwaysVerified: [am.OperatorSlashed.topic, rc.DistributionRootSubmitted.topic],
  // Constants and native ETH are in no event.
  genesis: (constants) => ({
    before: [{ kind: 'protocolConstants', ...constants }],
    after: [
      { kind: 'poolAsset', pool: BEACON_CHAIN_ETH, asset: NATIVE_ASSET, decimals: 18 },
      { kind: 'poolWhitelisted', pool: BEACON_CHAIN_ETH, allowed: true },
    ],
  }),
}
