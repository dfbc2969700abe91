import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    AddEntity: event("0xb919910dcefbf753bfd926ab3b1d3f85d877190c3d01ba1bd585047b99b99f0b", "AddEntity(address)", {"entity": indexed(p.address)}),
}

export class Contract extends ContractBase {
}

/// Event types
export type AddEntityEventArgs = EParams<typeof events.AddEntity>
