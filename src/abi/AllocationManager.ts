import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    AVSMetadataURIUpdated: event("0xa89c1dc243d8908a96dd84944bcc97d6bc6ac00dd78e20621576be6a3c943713", "AVSMetadataURIUpdated(address,string)", {"avs": indexed(p.address), "metadataURI": p.string}),
    AVSRegistrarSet: event("0x2ae945c40c44dc0ec263f95609c3fdc6952e0aefa22d6374e44f2c997acedf85", "AVSRegistrarSet(address,address)", {"avs": p.address, "registrar": p.address}),
    AllocationDelaySet: event("0x4e85751d6331506c6c62335f207eb31f12a61e570f34f5c17640308785c6d4db", "AllocationDelaySet(address,uint32,uint32)", {"operator": p.address, "delay": p.uint32, "effectBlock": p.uint32}),
    AllocationUpdated: event("0x1487af5418c47ee5ea45ef4a93398668120890774a9e13487e61e9dc3baf76dd", "AllocationUpdated(address,(address,uint32),address,uint64,uint32)", {"operator": p.address, "operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "strategy": p.address, "magnitude": p.uint64, "effectBlock": p.uint32}),
    EncumberedMagnitudeUpdated: event("0xacf9095feb3a370c9cf692421c69ef320d4db5c66e6a7d29c7694eb02364fc55", "EncumberedMagnitudeUpdated(address,address,uint64)", {"operator": p.address, "strategy": p.address, "encumberedMagnitude": p.uint64}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    MaxMagnitudeUpdated: event("0x1c6458079a41077d003c11faf9bf097e693bd67979e4e6500bac7b29db779b5c", "MaxMagnitudeUpdated(address,address,uint64)", {"operator": p.address, "strategy": p.address, "maxMagnitude": p.uint64}),
    OperatorAddedToOperatorSet: event("0x43232edf9071753d2321e5fa7e018363ee248e5f2142e6c08edd3265bfb4895e", "OperatorAddedToOperatorSet(address,(address,uint32))", {"operator": indexed(p.address), "operatorSet": p.struct({"avs": p.address, "id": p.uint32})}),
    OperatorRemovedFromOperatorSet: event("0xad34c3070be1dffbcaa499d000ba2b8d9848aefcac3059df245dd95c4ece14fe", "OperatorRemovedFromOperatorSet(address,(address,uint32))", {"operator": indexed(p.address), "operatorSet": p.struct({"avs": p.address, "id": p.uint32})}),
    OperatorSetCreated: event("0x31629285ead2335ae0933f86ed2ae63321f7af77b4e6eaabc42c057880977e6c", "OperatorSetCreated((address,uint32))", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32})}),
    OperatorSetMagnitudeUpdated: event("0x8b997e53d7b9e5d923d0a21c60df81e1740860d1a8c66b8c63c5047ae20eaaf6", "OperatorSetMagnitudeUpdated(address,(address,uint32),address,uint64,uint32)", {"operator": p.address, "operatorSet": p.struct({"avs": p.address, "operatorSetId": p.uint32}), "strategy": p.address, "magnitude": p.uint64, "effectTimestamp": p.uint32}),
    OperatorSlashed: event("0x80969ad29428d6797ee7aad084f9e4a42a82fc506dcd2ca3b6fb431f85ccebe5", "OperatorSlashed(address,(address,uint32),address[],uint256[],string)", {"operator": p.address, "operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "strategies": p.array(p.address), "wadSlashed": p.array(p.uint256), "description": p.string}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    Paused: event("0xab40a374bc51de372200a8bc981af8c9ecdc08dfdaef0bb6e09f88f3c616ef3d", "Paused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
    PauserRegistrySet: event("0x6e9fcd539896fca60e8b0f01dd580233e48a6b0f7df013b89ba7f565869acdb6", "PauserRegistrySet(address,address)", {"pauserRegistry": p.address, "newPauserRegistry": p.address}),
    RedistributionAddressSet: event("0x90a6fa2a9b79b910872ebca540cf3bd8be827f586e6420c30d8836e30012907e", "RedistributionAddressSet((address,uint32),address)", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "redistributionRecipient": p.address}),
    SlasherMigrated: event("0xf0c8fc7d71f647bd3a88ac369112517f6a4b8038e71913f2d20f71f877dfc725", "SlasherMigrated((address,uint32),address)", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "slasher": p.address}),
    SlasherUpdated: event("0x3873f29d7a65a4d75f5ba28909172f486216a1420e77c3c2720815951a6b4f57", "SlasherUpdated((address,uint32),address,uint32)", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "slasher": p.address, "effectBlock": p.uint32}),
    StrategyAddedToOperatorSet: event("0x7ab260fe0af193db5f4986770d831bda4ea46099dc817e8b6716dcae8af8e88b", "StrategyAddedToOperatorSet((address,uint32),address)", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "strategy": p.address}),
    StrategyRemovedFromOperatorSet: event("0x7b4b073d80dcac55a11177d8459ad9f664ceeb91f71f27167bb14f8152a7eeee", "StrategyRemovedFromOperatorSet((address,uint32),address)", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "strategy": p.address}),
    Unpaused: event("0x3582d1828e26bf56bd801502bc021ac0bc8afb57c826e4986b45593c8fad389c", "Unpaused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type AVSMetadataURIUpdatedEventArgs = EParams<typeof events.AVSMetadataURIUpdated>
export type AVSRegistrarSetEventArgs = EParams<typeof events.AVSRegistrarSet>
export type AllocationDelaySetEventArgs = EParams<typeof events.AllocationDelaySet>
export type AllocationUpdatedEventArgs = EParams<typeof events.AllocationUpdated>
export type EncumberedMagnitudeUpdatedEventArgs = EParams<typeof events.EncumberedMagnitudeUpdated>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type MaxMagnitudeUpdatedEventArgs = EParams<typeof events.MaxMagnitudeUpdated>
export type OperatorAddedToOperatorSetEventArgs = EParams<typeof events.OperatorAddedToOperatorSet>
export type OperatorRemovedFromOperatorSetEventArgs = EParams<typeof events.OperatorRemovedFromOperatorSet>
export type OperatorSetCreatedEventArgs = EParams<typeof events.OperatorSetCreated>
export type OperatorSetMagnitudeUpdatedEventArgs = EParams<typeof events.OperatorSetMagnitudeUpdated>
export type OperatorSlashedEventArgs = EParams<typeof events.OperatorSlashed>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type PausedEventArgs = EParams<typeof events.Paused>
export type PauserRegistrySetEventArgs = EParams<typeof events.PauserRegistrySet>
export type RedistributionAddressSetEventArgs = EParams<typeof events.RedistributionAddressSet>
export type SlasherMigratedEventArgs = EParams<typeof events.SlasherMigrated>
export type SlasherUpdatedEventArgs = EParams<typeof events.SlasherUpdated>
export type StrategyAddedToOperatorSetEventArgs = EParams<typeof events.StrategyAddedToOperatorSet>
export type StrategyRemovedFromOperatorSetEventArgs = EParams<typeof events.StrategyRemovedFromOperatorSet>
export type UnpausedEventArgs = EParams<typeof events.Unpaused>
