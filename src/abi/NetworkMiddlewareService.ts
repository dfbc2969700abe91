import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    SetMiddleware: event("0xf64e2a8734392e221de13f5e56deb22d308e292cad394052affa97dbaf41ec98", "SetMiddleware(address,address)", {"network": indexed(p.address), "middleware": p.address}),
}

export class Contract extends ContractBase {
}

/// Event types
export type SetMiddlewareEventArgs = EParams<typeof events.SetMiddleware>
