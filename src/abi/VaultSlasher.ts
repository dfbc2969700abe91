import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    ExecuteSlash: event("0x5cc28df3b54da9d06f805d87616ebf969c81310f2aa8369cb14ca50f815d4111", "ExecuteSlash(uint256,uint256)", {"slashIndex": indexed(p.uint256), "slashedAmount": p.uint256}),
    Initialized: event("0xc7f505b2f371ae2175ee4913f4499e1f2633a7b5936321eed1cdaeb6115181d2", "Initialized(uint64)", {"version": p.uint64}),
    RequestSlash: event("0x3cb7f4ff6cecf74cee0eb9ae3ebf8933fa60a53014cce52f96da72a78dba8464", "RequestSlash(uint256,bytes32,address,uint256,uint48,uint48)", {"slashIndex": indexed(p.uint256), "subnetwork": indexed(p.bytes32), "operator": indexed(p.address), "slashAmount": p.uint256, "captureTimestamp": p.uint48, "vetoDeadline": p.uint48}),
    SetResolver: event("0x7b0b759b513b299fd2811f51926dca8854222a675557e8d544ce0933bf5b7570", "SetResolver(bytes32,address)", {"subnetwork": indexed(p.bytes32), "resolver": p.address}),
    Slash: event("0xe0cbbe1f1e6fd806ca87036fafcebaf7ab5247474a3b20e1c37bb50122c3a884", "Slash(bytes32,address,uint256,uint48)", {"subnetwork": indexed(p.bytes32), "operator": indexed(p.address), "slashedAmount": p.uint256, "captureTimestamp": p.uint48}),
    VetoSlash: event("0x7d3d269c851b72257a5194a401d151902e9be4347d555996dcff3ff86a077e92", "VetoSlash(uint256,address)", {"slashIndex": indexed(p.uint256), "resolver": indexed(p.address)}),
}

export class Contract extends ContractBase {
}

/// Event types
export type ExecuteSlashEventArgs = EParams<typeof events.ExecuteSlash>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type RequestSlashEventArgs = EParams<typeof events.RequestSlash>
export type SetResolverEventArgs = EParams<typeof events.SetResolver>
export type SlashEventArgs = EParams<typeof events.Slash>
export type VetoSlashEventArgs = EParams<typeof events.VetoSlash>
