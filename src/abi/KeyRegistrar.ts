import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    AggregateBN254KeyUpdated: event("0xdfa2f59e55747ba641fbdff4eb78577de8789d605920d5be4a74ee3a6470d1d1", "AggregateBN254KeyUpdated((address,uint32),(uint256,uint256))", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "newAggregateKey": p.struct({"X": p.uint256, "Y": p.uint256})}),
    KeyDeregistered: event("0x28d3c3cee49478ec6fd219cfd685cd15cd01d95cabf69b4b7b57f9eaa3eb6442", "KeyDeregistered((address,uint32),address,uint8)", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "operator": indexed(p.address), "curveType": p.uint8}),
    KeyRegistered: event("0x1201ce0c5e577111bce91e907fd99cb183da5edc1e3fb650ca40769e4e9176dd", "KeyRegistered((address,uint32),address,uint8,bytes)", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "operator": indexed(p.address), "curveType": p.uint8, "pubkey": p.bytes}),
    KeyRotationScheduled: event("0x600c8ea5356df2fad359d32cf64544f00ad31ccf4133a70b4da8630b1e3658d1", "KeyRotationScheduled((address,uint32),address,uint8,bytes,bytes,uint64)", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "operator": indexed(p.address), "curveType": p.uint8, "oldPubkey": p.bytes, "newPubkey": p.bytes, "activateAt": p.uint64}),
    MinKeyRotationDelaySet: event("0x22b2b63b5820f9d933565468845820b939bf5ad654ea6ab5bdd3728f19e4580f", "MinKeyRotationDelaySet((address,uint32),uint64)", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "minDelay": p.uint64}),
    OperatorSetConfigured: event("0xb2266cb118e57095fcdbedb24dabd9fc9f5127e2dbedf62ce6ee71696fb8b6e7", "OperatorSetConfigured((address,uint32),uint8)", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "curveType": p.uint8}),
}

export class Contract extends ContractBase {
}

/// Event types
export type AggregateBN254KeyUpdatedEventArgs = EParams<typeof events.AggregateBN254KeyUpdated>
export type KeyDeregisteredEventArgs = EParams<typeof events.KeyDeregistered>
export type KeyRegisteredEventArgs = EParams<typeof events.KeyRegistered>
export type KeyRotationScheduledEventArgs = EParams<typeof events.KeyRotationScheduled>
export type MinKeyRotationDelaySetEventArgs = EParams<typeof events.MinKeyRotationDelaySet>
export type OperatorSetConfiguredEventArgs = EParams<typeof events.OperatorSetConfigured>
