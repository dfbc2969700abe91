import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    SetWhitelistedStatus: event("0xfc8e2aa1dfee032105135afd1b03eb59db958620e11c3af8b4e9c5a228b4609d", "SetWhitelistedStatus(address,address,bool)", {"vault": indexed(p.address), "adapter": indexed(p.address), "status": p.bool}),
}

export class Contract extends ContractBase {
}

/// Event types
export type SetWhitelistedStatusEventArgs = EParams<typeof events.SetWhitelistedStatus>
