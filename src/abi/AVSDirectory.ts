import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    AVSMetadataURIUpdated: event("0xa89c1dc243d8908a96dd84944bcc97d6bc6ac00dd78e20621576be6a3c943713", "AVSMetadataURIUpdated(address,string)", {"avs": indexed(p.address), "metadataURI": p.string}),
    AVSMigratedToOperatorSets: event("0x702b0c1f6cb1cf511aaa81f72bc05a215bb3497632d72c690c822b044ab494bf", "AVSMigratedToOperatorSets(address)", {"avs": indexed(p.address)}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    OperatorAVSRegistrationStatusUpdated: event("0xf0952b1c65271d819d39983d2abb044b9cace59bcc4d4dd389f586ebdcb15b41", "OperatorAVSRegistrationStatusUpdated(address,address,uint8)", {"operator": indexed(p.address), "avs": indexed(p.address), "status": p.uint8}),
    OperatorAddedToOperatorSet: event("0x43232edf9071753d2321e5fa7e018363ee248e5f2142e6c08edd3265bfb4895e", "OperatorAddedToOperatorSet(address,(address,uint32))", {"operator": indexed(p.address), "operatorSet": p.struct({"avs": p.address, "operatorSetId": p.uint32})}),
    OperatorMigratedToOperatorSets: event("0x54f33cfdd1ca703d795986b986fd47d742eab1904ecd2a5fdb8d6595e5904a01", "OperatorMigratedToOperatorSets(address,address,uint32[])", {"operator": indexed(p.address), "avs": indexed(p.address), "operatorSetIds": p.array(p.uint32)}),
    OperatorRemovedFromOperatorSet: event("0xad34c3070be1dffbcaa499d000ba2b8d9848aefcac3059df245dd95c4ece14fe", "OperatorRemovedFromOperatorSet(address,(address,uint32))", {"operator": indexed(p.address), "operatorSet": p.struct({"avs": p.address, "operatorSetId": p.uint32})}),
    OperatorSetCreated: event("0x31629285ead2335ae0933f86ed2ae63321f7af77b4e6eaabc42c057880977e6c", "OperatorSetCreated((address,uint32))", {"operatorSet": p.struct({"avs": p.address, "operatorSetId": p.uint32})}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    Paused: event("0xab40a374bc51de372200a8bc981af8c9ecdc08dfdaef0bb6e09f88f3c616ef3d", "Paused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
    PauserRegistrySet: event("0x6e9fcd539896fca60e8b0f01dd580233e48a6b0f7df013b89ba7f565869acdb6", "PauserRegistrySet(address,address)", {"pauserRegistry": p.address, "newPauserRegistry": p.address}),
    StrategyAddedToOperatorSet: event("0x7ab260fe0af193db5f4986770d831bda4ea46099dc817e8b6716dcae8af8e88b", "StrategyAddedToOperatorSet((address,uint32),address)", {"operatorSet": p.struct({"avs": p.address, "operatorSetId": p.uint32}), "strategy": p.address}),
    StrategyRemovedFromOperatorSet: event("0x7b4b073d80dcac55a11177d8459ad9f664ceeb91f71f27167bb14f8152a7eeee", "StrategyRemovedFromOperatorSet((address,uint32),address)", {"operatorSet": p.struct({"avs": p.address, "operatorSetId": p.uint32}), "strategy": p.address}),
    Unpaused: event("0x3582d1828e26bf56bd801502bc021ac0bc8afb57c826e4986b45593c8fad389c", "Unpaused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type AVSMetadataURIUpdatedEventArgs = EParams<typeof events.AVSMetadataURIUpdated>
export type AVSMigratedToOperatorSetsEventArgs = EParams<typeof events.AVSMigratedToOperatorSets>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type OperatorAVSRegistrationStatusUpdatedEventArgs = EParams<typeof events.OperatorAVSRegistrationStatusUpdated>
export type OperatorAddedToOperatorSetEventArgs = EParams<typeof events.OperatorAddedToOperatorSet>
export type OperatorMigratedToOperatorSetsEventArgs = EParams<typeof events.OperatorMigratedToOperatorSets>
export type OperatorRemovedFromOperatorSetEventArgs = EParams<typeof events.OperatorRemovedFromOperatorSet>
export type OperatorSetCreatedEventArgs = EParams<typeof events.OperatorSetCreated>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type PausedEventArgs = EParams<typeof events.Paused>
export type PauserRegistrySetEventArgs = EParams<typeof events.PauserRegistrySet>
export type StrategyAddedToOperatorSetEventArgs = EParams<typeof events.StrategyAddedToOperatorSet>
export type StrategyRemovedFromOperatorSetEventArgs = EParams<typeof events.StrategyRemovedFromOperatorSet>
export type UnpausedEventArgs = EParams<typeof events.Unpaused>
