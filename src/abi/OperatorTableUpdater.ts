import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    GeneratorUpdated: event("0x3463431b09dfd43dec7349f8f24acfa753fe4cf40a26235402d213373df15856", "GeneratorUpdated((address,uint32))", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32})}),
    GlobalRootConfirmationThresholdUpdated: event("0xf5d1836df8fcd7c1e54047e94ac8773d2855395603e2ef9ba5f5f16905f22592", "GlobalRootConfirmationThresholdUpdated(uint16)", {"bps": p.uint16}),
    GlobalRootDisabled: event("0x8bd43de1250f58fe6ec9a78671a8b78dba70f0018656d157a3aeaabec389df34", "GlobalRootDisabled(bytes32)", {"globalTableRoot": indexed(p.bytes32)}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    NewGlobalTableRoot: event("0x010dcbe0d1e019c93357711f7bb6287d543b7ff7de74f29df3fb5ecceec8d369", "NewGlobalTableRoot(uint32,bytes32)", {"referenceTimestamp": indexed(p.uint32), "globalTableRoot": indexed(p.bytes32)}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    Paused: event("0xab40a374bc51de372200a8bc981af8c9ecdc08dfdaef0bb6e09f88f3c616ef3d", "Paused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
    Unpaused: event("0x3582d1828e26bf56bd801502bc021ac0bc8afb57c826e4986b45593c8fad389c", "Unpaused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type GeneratorUpdatedEventArgs = EParams<typeof events.GeneratorUpdated>
export type GlobalRootConfirmationThresholdUpdatedEventArgs = EParams<typeof events.GlobalRootConfirmationThresholdUpdated>
export type GlobalRootDisabledEventArgs = EParams<typeof events.GlobalRootDisabled>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type NewGlobalTableRootEventArgs = EParams<typeof events.NewGlobalTableRoot>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type PausedEventArgs = EParams<typeof events.Paused>
export type UnpausedEventArgs = EParams<typeof events.Unpaused>
