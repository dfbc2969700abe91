import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    AdminRemoved: event("0xdb9d5d31320daf5bc7181d565b6da4d12e30f0f4d5aa324a992426c14a1d19ce", "AdminRemoved(address,address)", {"account": indexed(p.address), "admin": p.address}),
    AdminSet: event("0xbf265e8326285a2747e33e54d5945f7111f2b5edb826eb8c08d4677779b3ff97", "AdminSet(address,address)", {"account": indexed(p.address), "admin": p.address}),
    AppointeeRemoved: event("0x18242326b6b862126970679759169f01f646bd55ec5bfcab85ba9f337a74e0c6", "AppointeeRemoved(address,address,address,bytes4)", {"account": indexed(p.address), "appointee": indexed(p.address), "target": p.address, "selector": p.bytes4}),
    AppointeeSet: event("0x037f03a2ad6b967df4a01779b6d2b4c85950df83925d9e31362b519422fc0169", "AppointeeSet(address,address,address,bytes4)", {"account": indexed(p.address), "appointee": indexed(p.address), "target": p.address, "selector": p.bytes4}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    PendingAdminAdded: event("0xb14b9a3d448c5b04f0e5b087b6f5193390db7955482a6ffb841e7b3ba61a460c", "PendingAdminAdded(address,address)", {"account": indexed(p.address), "admin": p.address}),
    PendingAdminRemoved: event("0xd706ed7ae044d795b49e54c9f519f663053951011985f663a862cd9ee72a9ac7", "PendingAdminRemoved(address,address)", {"account": indexed(p.address), "admin": p.address}),
}

export class Contract extends ContractBase {
}

/// Event types
export type AdminRemovedEventArgs = EParams<typeof events.AdminRemoved>
export type AdminSetEventArgs = EParams<typeof events.AdminSet>
export type AppointeeRemovedEventArgs = EParams<typeof events.AppointeeRemoved>
export type AppointeeSetEventArgs = EParams<typeof events.AppointeeSet>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type PendingAdminAddedEventArgs = EParams<typeof events.PendingAdminAdded>
export type PendingAdminRemovedEventArgs = EParams<typeof events.PendingAdminRemoved>
