import { events as registry } from '../../../abi/ProtocolFeeRegistry'
import { type EventHandler, on } from '../../handler'

const REGISTRY = 'PROTOCOL_FEE_REGISTRY'

/** Protocol fees that vaults of version 3 take over when they next count their assets. */
export const protocolFeeHandlers: EventHandler[] = [
  on(REGISTRY, registry.SetGlobalReceiver, ({ receiver }) => [
    { kind: 'protocolFeeSetting', vault: null, isEnabled: true, receiver, fees: null },
  ]),
  on(REGISTRY, registry.SetGlobalFee, ({ managementFee, performanceFee }) => [
    {
      kind: 'protocolFeeSetting',
      vault: null,
      isEnabled: true,
      receiver: null,
      fees: { management: managementFee, performance: performanceFee },
    },
  ]),
  on(REGISTRY, registry.SetVaultFee, (args) => [
    {
      kind: 'protocolFeeSetting',
      vault: args.vault,
      isEnabled: args.isEnabled,
      receiver: args.receiver,
      fees: { management: args.managementFee, performance: args.performanceFee },
    },
  ]),
]
