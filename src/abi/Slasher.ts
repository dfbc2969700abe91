import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    FrozenStatusReset: event("0xd4cef0af27800d466fcacd85779857378b85cb61569005ff1464fa6e5ced69d8", "FrozenStatusReset(address)", {"previouslySlashedAddress": indexed(p.address)}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    MiddlewareTimesAdded: event("0x1b62ba64c72d01e41a2b8c46e6aeeff728ef3a4438cf1cac3d92ee12189d5649", "MiddlewareTimesAdded(address,uint256,uint32,uint32)", {"operator": p.address, "index": p.uint256, "stalestUpdateBlock": p.uint32, "latestServeUntilBlock": p.uint32}),
    OperatorFrozen: event("0x444a84f512816ae7be8ed8a66aa88e362eb54d0988e83acc9d81746622b3ba51", "OperatorFrozen(address,address)", {"slashedOperator": indexed(p.address), "slashingContract": indexed(p.address)}),
    OptedIntoSlashing: event("0xefa9fb38e813d53c15edf501e03852843a3fed691960523391d71a092b3627d8", "OptedIntoSlashing(address,address)", {"operator": indexed(p.address), "contractAddress": indexed(p.address)}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    Paused: event("0xab40a374bc51de372200a8bc981af8c9ecdc08dfdaef0bb6e09f88f3c616ef3d", "Paused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
    PauserRegistrySet: event("0x6e9fcd539896fca60e8b0f01dd580233e48a6b0f7df013b89ba7f565869acdb6", "PauserRegistrySet(address,address)", {"pauserRegistry": p.address, "newPauserRegistry": p.address}),
    SlashingAbilityRevoked: event("0x9aa1b1391f35c672ed1f3b7ece632f4513e618366bef7a2f67b7c6bc1f2d2b14", "SlashingAbilityRevoked(address,address,uint32)", {"operator": indexed(p.address), "contractAddress": indexed(p.address), "contractCanSlashOperatorUntilBlock": p.uint32}),
    Unpaused: event("0x3582d1828e26bf56bd801502bc021ac0bc8afb57c826e4986b45593c8fad389c", "Unpaused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type FrozenStatusResetEventArgs = EParams<typeof events.FrozenStatusReset>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type MiddlewareTimesAddedEventArgs = EParams<typeof events.MiddlewareTimesAdded>
export type OperatorFrozenEventArgs = EParams<typeof events.OperatorFrozen>
export type OptedIntoSlashingEventArgs = EParams<typeof events.OptedIntoSlashing>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type PausedEventArgs = EParams<typeof events.Paused>
export type PauserRegistrySetEventArgs = EParams<typeof events.PauserRegistrySet>
export type SlashingAbilityRevokedEventArgs = EParams<typeof events.SlashingAbilityRevoked>
export type UnpausedEventArgs = EParams<typeof events.Unpaused>
