import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    DelayedWithdrawalCreated: event("0xb8f1b14c7caf74150801dcc9bc18d575cbeaf5b421943497e409df92c92e0f59", "DelayedWithdrawalCreated(address,address,uint256,uint256)", {"podOwner": p.address, "recipient": p.address, "amount": p.uint256, "index": p.uint256}),
    DelayedWithdrawalsClaimed: event("0x6b7151500bd0b5cc211bcc47b3029831b769004df4549e8e1c9a69da05bb0943", "DelayedWithdrawalsClaimed(address,uint256,uint256)", {"recipient": p.address, "amountClaimed": p.uint256, "delayedWithdrawalsCompleted": p.uint256}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    Paused: event("0xab40a374bc51de372200a8bc981af8c9ecdc08dfdaef0bb6e09f88f3c616ef3d", "Paused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
    PauserRegistrySet: event("0x6e9fcd539896fca60e8b0f01dd580233e48a6b0f7df013b89ba7f565869acdb6", "PauserRegistrySet(address,address)", {"pauserRegistry": p.address, "newPauserRegistry": p.address}),
    Unpaused: event("0x3582d1828e26bf56bd801502bc021ac0bc8afb57c826e4986b45593c8fad389c", "Unpaused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
    WithdrawalDelayBlocksSet: event("0x4ffb00400574147429ee377a5633386321e66d45d8b14676014b5fa393e61e9e", "WithdrawalDelayBlocksSet(uint256,uint256)", {"previousValue": p.uint256, "newValue": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type DelayedWithdrawalCreatedEventArgs = EParams<typeof events.DelayedWithdrawalCreated>
export type DelayedWithdrawalsClaimedEventArgs = EParams<typeof events.DelayedWithdrawalsClaimed>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type PausedEventArgs = EParams<typeof events.Paused>
export type PauserRegistrySetEventArgs = EParams<typeof events.PauserRegistrySet>
export type UnpausedEventArgs = EParams<typeof events.Unpaused>
export type WithdrawalDelayBlocksSetEventArgs = EParams<typeof events.WithdrawalDelayBlocksSet>
