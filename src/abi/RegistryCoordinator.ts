import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    AVSUpdated: event("0x9770f3cadfdcbb6f93af935e86047111590c3768271d237e4a2bc0b874bed693", "AVSUpdated(address,address)", {"prevAVS": p.address, "newAVS": p.address}),
    ChurnApproverUpdated: event("0x315457d8a8fe60f04af17c16e2f5a5e1db612b31648e58030360759ef8f3528c", "ChurnApproverUpdated(address,address)", {"prevChurnApprover": p.address, "newChurnApprover": p.address}),
    EjectionCooldownUpdated: event("0xa77a91bea7b6d95a8eb5a54878a1d9e3c875e26c86a9b70e3420c5c5db193b62", "EjectionCooldownUpdated(uint256,uint256)", {"prevEjectionCooldown": p.uint256, "newEjectionCooldown": p.uint256}),
    EjectorUpdated: event("0x8f30ab09f43a6c157d7fce7e0a13c003042c1c95e8a72e7a146a21c0caa24dc9", "EjectorUpdated(address,address)", {"prevEjector": p.address, "newEjector": p.address}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    OperatorDeregistered: event("0x396fdcb180cb0fea26928113fb0fd1c3549863f9cd563e6a184f1d578116c8e4", "OperatorDeregistered(address,bytes32)", {"operator": indexed(p.address), "operatorId": indexed(p.bytes32)}),
    OperatorRegistered: event("0xe8e68cef1c3a761ed7be7e8463a375f27f7bc335e51824223cacce636ec5c3fe", "OperatorRegistered(address,bytes32)", {"operator": indexed(p.address), "operatorId": indexed(p.bytes32)}),
    OperatorSetParamsUpdated: event("0x3ee6fe8d54610244c3e9d3c066ae4aee997884aa28f10616ae821925401318ac", "OperatorSetParamsUpdated(uint8,(uint32,uint16,uint16))", {"quorumNumber": indexed(p.uint8), "operatorSetParams": p.struct({"maxOperatorCount": p.uint32, "kickBIPsOfOperatorStake": p.uint16, "kickBIPsOfTotalStake": p.uint16})}),
    OperatorSocketUpdate: event("0xec2963ab21c1e50e1e582aa542af2e4bf7bf38e6e1403c27b42e1c5d6e621eaa", "OperatorSocketUpdate(bytes32,string)", {"operatorId": indexed(p.bytes32), "socket": p.string}),
    Paused: event("0xab40a374bc51de372200a8bc981af8c9ecdc08dfdaef0bb6e09f88f3c616ef3d", "Paused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
    PauserRegistrySet: event("0x6e9fcd539896fca60e8b0f01dd580233e48a6b0f7df013b89ba7f565869acdb6", "PauserRegistrySet(address,address)", {"pauserRegistry": p.address, "newPauserRegistry": p.address}),
    QuorumBlockNumberUpdated: event("0x46077d55330763f16269fd75e5761663f4192d2791747c0189b16ad31db07db4", "QuorumBlockNumberUpdated(uint8,uint256)", {"quorumNumber": indexed(p.uint8), "blocknumber": p.uint256}),
    Unpaused: event("0x3582d1828e26bf56bd801502bc021ac0bc8afb57c826e4986b45593c8fad389c", "Unpaused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type AVSUpdatedEventArgs = EParams<typeof events.AVSUpdated>
export type ChurnApproverUpdatedEventArgs = EParams<typeof events.ChurnApproverUpdated>
export type EjectionCooldownUpdatedEventArgs = EParams<typeof events.EjectionCooldownUpdated>
export type EjectorUpdatedEventArgs = EParams<typeof events.EjectorUpdated>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type OperatorDeregisteredEventArgs = EParams<typeof events.OperatorDeregistered>
export type OperatorRegisteredEventArgs = EParams<typeof events.OperatorRegistered>
export type OperatorSetParamsUpdatedEventArgs = EParams<typeof events.OperatorSetParamsUpdated>
export type OperatorSocketUpdateEventArgs = EParams<typeof events.OperatorSocketUpdate>
export type PausedEventArgs = EParams<typeof events.Paused>
export type PauserRegistrySetEventArgs = EParams<typeof events.PauserRegistrySet>
export type QuorumBlockNumberUpdatedEventArgs = EParams<typeof events.QuorumBlockNumberUpdated>
export type UnpausedEventArgs = EParams<typeof events.Unpaused>
