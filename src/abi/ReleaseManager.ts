import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    MetadataURIPublished: event("0x209e95fbe8dd14c5e1fbf791ee0a83234f45f20cb85504c7068d5ca0d6224588", "MetadataURIPublished((address,uint32),string)", {"operatorSet": indexed(p.struct({"avs": p.address, "id": p.uint32})), "metadataURI": p.string}),
    ReleasePublished: event("0x2decd15222f7c4a8c3d4d2e14dcfdc5a0b52eb2d4b81796bfd010ee5cd972fd3", "ReleasePublished((address,uint32),uint256,((bytes32,string)[],uint32))", {"operatorSet": indexed(p.struct({"avs": p.address, "id": p.uint32})), "releaseId": indexed(p.uint256), "release": p.struct({"artifacts": p.array(p.struct({"digest": p.bytes32, "registry": p.string})), "upgradeByTime": p.uint32})}),
}

export class Contract extends ContractBase {
}

/// Event types
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type MetadataURIPublishedEventArgs = EParams<typeof events.MetadataURIPublished>
export type ReleasePublishedEventArgs = EParams<typeof events.ReleasePublished>
