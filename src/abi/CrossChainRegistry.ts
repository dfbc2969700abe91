import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    ChainIDAddedToWhitelist: event("0x7a0a76d85b582b17996dd7371a407aa7a79b870db8539247fba315c7b6beff62", "ChainIDAddedToWhitelist(uint256,address)", {"chainID": p.uint256, "operatorTableUpdater": p.address}),
    ChainIDRemovedFromWhitelist: event("0x6824d36084ecf2cd819b137cb5d837cc6e73afce1e0e348c9fdecaa81d0341e5", "ChainIDRemovedFromWhitelist(uint256)", {"chainID": p.uint256}),
    GenerationReservationCreated: event("0x4fb6efec7dd60036ce3a7af8d5c48425019daa0fb61eb471a966a7ac2c6fa6a6", "GenerationReservationCreated((address,uint32))", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32})}),
    GenerationReservationRemoved: event("0x4ffdfdd59e9e1e3c301608788f78dd458e61cb8c045ca92b62a7b484c80824fb", "GenerationReservationRemoved((address,uint32))", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32})}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    OperatorSetConfigRemoved: event("0x210a1118a869246162804e2a7f21ef808ebd93f4be7ed512014fe29a7a8be02e", "OperatorSetConfigRemoved((address,uint32))", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32})}),
    OperatorSetConfigSet: event("0x3147846ee526009000671c20380b856a633345691300f82585f90034715cf0e2", "OperatorSetConfigSet((address,uint32),(address,uint32))", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "config": p.struct({"owner": p.address, "maxStalenessPeriod": p.uint32})}),
    OperatorTableCalculatorRemoved: event("0xd7811913efd5d98fc7ea0d1fdd022b3d31987815360842d05b1d1cf55578d16a", "OperatorTableCalculatorRemoved((address,uint32))", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32})}),
    OperatorTableCalculatorSet: event("0x7f7ccafd92d20fdb39dee184a0dce002a9da420ed0def461f2a027abc9b3f6df", "OperatorTableCalculatorSet((address,uint32),address)", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "operatorTableCalculator": p.address}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    Paused: event("0xab40a374bc51de372200a8bc981af8c9ecdc08dfdaef0bb6e09f88f3c616ef3d", "Paused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
    TableUpdateCadenceSet: event("0x4fbcd0cca70015b33db8af4aa4f2bd6fd6c1efa9460b8e2333f252c1467a6327", "TableUpdateCadenceSet(uint32)", {"tableUpdateCadence": p.uint32}),
    TransportDestinationChainAdded: event("0x57a1fcb3d9cd447695c46f20944ba562d9547989dcddea0afb119115060c7f0b", "TransportDestinationChainAdded((address,uint32),uint256)", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "chainID": p.uint256}),
    TransportDestinationChainRemoved: event("0x499955d838e6f0ca31e83adf81d191cfe6cd8fe252bf826c75c9a80ba077e25e", "TransportDestinationChainRemoved((address,uint32),uint256)", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "chainID": p.uint256}),
    TransportDestinationsRemoved: event("0xaf209f19ac00e8ccb4539e96d4141cdc96fea479d258d99910307c7365e68759", "TransportDestinationsRemoved((address,uint32))", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32})}),
    Unpaused: event("0x3582d1828e26bf56bd801502bc021ac0bc8afb57c826e4986b45593c8fad389c", "Unpaused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type ChainIDAddedToWhitelistEventArgs = EParams<typeof events.ChainIDAddedToWhitelist>
export type ChainIDRemovedFromWhitelistEventArgs = EParams<typeof events.ChainIDRemovedFromWhitelist>
export type GenerationReservationCreatedEventArgs = EParams<typeof events.GenerationReservationCreated>
export type GenerationReservationRemovedEventArgs = EParams<typeof events.GenerationReservationRemoved>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type OperatorSetConfigRemovedEventArgs = EParams<typeof events.OperatorSetConfigRemoved>
export type OperatorSetConfigSetEventArgs = EParams<typeof events.OperatorSetConfigSet>
export type OperatorTableCalculatorRemovedEventArgs = EParams<typeof events.OperatorTableCalculatorRemoved>
export type OperatorTableCalculatorSetEventArgs = EParams<typeof events.OperatorTableCalculatorSet>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type PausedEventArgs = EParams<typeof events.Paused>
export type TableUpdateCadenceSetEventArgs = EParams<typeof events.TableUpdateCadenceSet>
export type TransportDestinationChainAddedEventArgs = EParams<typeof events.TransportDestinationChainAdded>
export type TransportDestinationChainRemovedEventArgs = EParams<typeof events.TransportDestinationChainRemoved>
export type TransportDestinationsRemovedEventArgs = EParams<typeof events.TransportDestinationsRemoved>
export type UnpausedEventArgs = EParams<typeof events.Unpaused>
