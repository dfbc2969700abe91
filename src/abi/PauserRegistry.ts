import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    PauserChanged: event("0x95bb211a5a393c4d30c3edc9a745825fba4e6ad3e3bb949e6bf8ccdfe431a811", "PauserChanged(address,address)", {"previousPauser": p.address, "newPauser": p.address}),
    PauserStatusChanged: event("0x65d3a1fd4c13f05cba164f80d03ce90fb4b5e21946bfc3ab7dbd434c2d0b9152", "PauserStatusChanged(address,bool)", {"pauser": p.address, "canPause": p.bool}),
    UnpauserChanged: event("0x06b4167a2528887a1e97a366eefe8549bfbf1ea3e6ac81cb2564a934d20e8892", "UnpauserChanged(address,address)", {"previousUnpauser": p.address, "newUnpauser": p.address}),
}

export class Contract extends ContractBase {
}

/// Event types
export type PauserChangedEventArgs = EParams<typeof events.PauserChanged>
export type PauserStatusChangedEventArgs = EParams<typeof events.PauserStatusChanged>
export type UnpauserChangedEventArgs = EParams<typeof events.UnpauserChanged>
