import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    EscrowComplete: event("0x32be306ad5a833e756b7cb9724d5312afe0feda6163bfc2dd98ee713346a9abc", "EscrowComplete((address,uint32),uint256,address,address)", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "slashId": p.uint256, "strategy": p.address, "recipient": p.address}),
    EscrowPaused: event("0x050add19b1a78a4240cdebc8747899275f2dd070c88e83904a37ff7d1a539744", "EscrowPaused((address,uint32),uint256)", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "slashId": p.uint256}),
    EscrowUnpaused: event("0xb8877c6bf02d5f6603188eb653c9269271836b75b2012a5d7f5f233e7cf2f241", "EscrowUnpaused((address,uint32),uint256)", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "slashId": p.uint256}),
    GlobalEscrowDelaySet: event("0x67d0077d22e4e06f761dd87f6c9f2310ac879c9ce17de50d381e05b72f45fbf6", "GlobalEscrowDelaySet(uint32)", {"delay": p.uint32}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    Paused: event("0xab40a374bc51de372200a8bc981af8c9ecdc08dfdaef0bb6e09f88f3c616ef3d", "Paused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
    StartEscrow: event("0x3afae24c1d3dd2ce3649054ad82458a8c9967ebd9ce10a9a5a3d059f55bfaedb", "StartEscrow((address,uint32),uint256,address,uint32)", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "slashId": p.uint256, "strategy": p.address, "startBlock": p.uint32}),
    StrategyEscrowDelaySet: event("0x5d2b33f07ae22a809e79005f96ffac70c3715df85a3b011b025e0a86a23a007b", "StrategyEscrowDelaySet(address,uint32)", {"strategy": p.address, "delay": p.uint32}),
    Unpaused: event("0x3582d1828e26bf56bd801502bc021ac0bc8afb57c826e4986b45593c8fad389c", "Unpaused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type EscrowCompleteEventArgs = EParams<typeof events.EscrowComplete>
export type EscrowPausedEventArgs = EParams<typeof events.EscrowPaused>
export type EscrowUnpausedEventArgs = EParams<typeof events.EscrowUnpaused>
export type GlobalEscrowDelaySetEventArgs = EParams<typeof events.GlobalEscrowDelaySet>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type PausedEventArgs = EParams<typeof events.Paused>
export type StartEscrowEventArgs = EParams<typeof events.StartEscrow>
export type StrategyEscrowDelaySetEventArgs = EParams<typeof events.StrategyEscrowDelaySet>
export type UnpausedEventArgs = EParams<typeof events.Unpaused>
