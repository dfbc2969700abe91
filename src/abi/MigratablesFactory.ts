import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    AddEntity: event("0xb919910dcefbf753bfd926ab3b1d3f85d877190c3d01ba1bd585047b99b99f0b", "AddEntity(address)", {"entity": indexed(p.address)}),
    Blacklist: event("0xfc8245c2838846b295ae66fbe0d08e20c799b737c93b56f7b209df2e5fa2d458", "Blacklist(uint64)", {"version": indexed(p.uint64)}),
    Migrate: event("0xb91c18bf7dbfdff96560fb98128531c4c6187079fe0bd7f24a81f54ea87f35a7", "Migrate(address,uint64)", {"entity": indexed(p.address), "newVersion": p.uint64}),
    Whitelist: event("0xeb73900b98b6a3e2b8b01708fe544760cf570d21e7fbe5225f24e48b5b2b432e", "Whitelist(address)", {"implementation": indexed(p.address)}),
}

export class Contract extends ContractBase {
}

/// Event types
export type AddEntityEventArgs = EParams<typeof events.AddEntity>
export type BlacklistEventArgs = EParams<typeof events.Blacklist>
export type MigrateEventArgs = EParams<typeof events.Migrate>
export type WhitelistEventArgs = EParams<typeof events.Whitelist>
