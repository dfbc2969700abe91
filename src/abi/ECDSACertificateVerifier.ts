import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    MaxStalenessPeriodUpdated: event("0x28539469fbbc8a5482e60966bf9376f7b9d25b2f0a65a9976f6baa3f0e3788da", "MaxStalenessPeriodUpdated((address,uint32),uint32)", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "maxStalenessPeriod": p.uint32}),
    OperatorSetOwnerUpdated: event("0x806dc367095c0baf953d7144b7c4376261675ee0b4e0da2761e43673051c7375", "OperatorSetOwnerUpdated((address,uint32),address)", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "owner": p.address}),
    TableUpdated: event("0x4f588da9ec57976194a79b5594f8f8782923d93013df2b9ed12fe125805011ef", "TableUpdated((address,uint32),uint32,(address,uint256[])[])", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "referenceTimestamp": p.uint32, "operatorInfos": p.array(p.struct({"pubkey": p.address, "weights": p.array(p.uint256)}))}),
}

export class Contract extends ContractBase {
}

/// Event types
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type MaxStalenessPeriodUpdatedEventArgs = EParams<typeof events.MaxStalenessPeriodUpdated>
export type OperatorSetOwnerUpdatedEventArgs = EParams<typeof events.OperatorSetOwnerUpdated>
export type TableUpdatedEventArgs = EParams<typeof events.TableUpdated>
