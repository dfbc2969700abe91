import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    SetMetadataURL: event("0xf8dac27f20d622a0759394313683066cb713a406633a3a7dde8799654015ea64", "SetMetadataURL(address,string)", {"entity": indexed(p.address), "metadataURL": p.string}),
}

export class Contract extends ContractBase {
}

/// Event types
export type SetMetadataURLEventArgs = EParams<typeof events.SetMetadataURL>
