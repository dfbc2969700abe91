import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    NewPubkeyRegistration: event("0xe3fb6613af2e8930cf85d47fcf6db10192224a64c6cbe8023e0eee1ba3828041", "NewPubkeyRegistration(address,(uint256,uint256),(uint256[2],uint256[2]))", {"operator": indexed(p.address), "pubkeyG1": p.struct({"X": p.uint256, "Y": p.uint256}), "pubkeyG2": p.struct({"X": p.fixedSizeArray(p.uint256, 2), "Y": p.fixedSizeArray(p.uint256, 2)})}),
    OperatorAddedToQuorums: event("0x73a2b7fb844724b971802ae9b15db094d4b7192df9d7350e14eb466b9b22eb4e", "OperatorAddedToQuorums(address,bytes32,bytes)", {"operator": p.address, "operatorId": p.bytes32, "quorumNumbers": p.bytes}),
    OperatorRemovedFromQuorums: event("0xf843ecd53a563675e62107be1494fdde4a3d49aeedaf8d88c616d85346e3500e", "OperatorRemovedFromQuorums(address,bytes32,bytes)", {"operator": p.address, "operatorId": p.bytes32, "quorumNumbers": p.bytes}),
}

export class Contract extends ContractBase {
}

/// Event types
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type NewPubkeyRegistrationEventArgs = EParams<typeof events.NewPubkeyRegistration>
export type OperatorAddedToQuorumsEventArgs = EParams<typeof events.OperatorAddedToQuorums>
export type OperatorRemovedFromQuorumsEventArgs = EParams<typeof events.OperatorRemovedFromQuorums>
