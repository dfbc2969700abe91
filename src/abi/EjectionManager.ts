import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    EjectorUpdated: event("0x7676686b6d22e112412bd874d70177e011ab06602c26063f19f0386c9a3cee42", "EjectorUpdated(address,bool)", {"ejector": p.address, "status": p.bool}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    OperatorEjected: event("0x97ddb711c61a9d2d7effcba3e042a33862297f898d555655cca39ec4451f53b4", "OperatorEjected(bytes32,uint8)", {"operatorId": p.bytes32, "quorumNumber": p.uint8}),
    QuorumEjection: event("0x19dd87ae49ed14a795f8c2d5e8055bf2a4a9d01641a00a2f8f0a5a7bf7f70249", "QuorumEjection(uint32,bool)", {"ejectedOperators": p.uint32, "ratelimitHit": p.bool}),
    QuorumEjectionParamsSet: event("0xe69c2827a1e2fdd32265ebb4eeea5ee564f0551cf5dfed4150f8e116a67209eb", "QuorumEjectionParamsSet(uint8,uint32,uint16)", {"quorumNumber": p.uint8, "rateLimitWindow": p.uint32, "ejectableStakePercent": p.uint16}),
}

export class Contract extends ContractBase {
}

/// Event types
export type EjectorUpdatedEventArgs = EParams<typeof events.EjectorUpdated>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type OperatorEjectedEventArgs = EParams<typeof events.OperatorEjected>
export type QuorumEjectionEventArgs = EParams<typeof events.QuorumEjection>
export type QuorumEjectionParamsSetEventArgs = EParams<typeof events.QuorumEjectionParamsSet>
