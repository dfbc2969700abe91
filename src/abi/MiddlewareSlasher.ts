import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    OperatorSlashed: event("0x8a83cf9afb09a981314f4fb353b95b003451da170a99f48d8db6474b06d79f3b", "OperatorSlashed(uint256,address,uint32,uint256[],string)", {"slashingRequestId": indexed(p.uint256), "operator": indexed(p.address), "operatorSetId": indexed(p.uint32), "wadsToSlash": p.array(p.uint256), "description": p.string}),
    SlashingRequestCancelled: event("0xb612b6d36795da938211ef5caee2c1d887a24430f76918733089eee28b7f54ac", "SlashingRequestCancelled(uint256)", {"requestId": indexed(p.uint256)}),
    SlashingRequested: event("0xadd285945f652e749df3dab9a584be524ec7fbd2a2cad39851278950f9b73227", "SlashingRequested(uint256,address,uint32,uint256[],string)", {"requestId": indexed(p.uint256), "operator": indexed(p.address), "operatorSetId": indexed(p.uint32), "wadsToSlash": p.array(p.uint256), "description": p.string}),
}

export class Contract extends ContractBase {
}

/// Event types
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type OperatorSlashedEventArgs = EParams<typeof events.OperatorSlashed>
export type SlashingRequestCancelledEventArgs = EParams<typeof events.SlashingRequestCancelled>
export type SlashingRequestedEventArgs = EParams<typeof events.SlashingRequested>
