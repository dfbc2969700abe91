import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    Initialized: event("0xc7f505b2f371ae2175ee4913f4499e1f2633a7b5936321eed1cdaeb6115181d2", "Initialized(uint64)", {"version": p.uint64}),
    OnSlash: event("0x741a5de99085c0d660f3e4192217b0ffb0ea4e35a0480de48e857a4bc3ee36ed", "OnSlash(bytes32,address,uint256,uint48)", {"subnetwork": indexed(p.bytes32), "operator": indexed(p.address), "amount": p.uint256, "captureTimestamp": p.uint48}),
    RoleAdminChanged: event("0xbd79b86ffe0ab8e8776151514217cd7cacd52c909f66475c3af44e129f0b00ff", "RoleAdminChanged(bytes32,bytes32,bytes32)", {"role": indexed(p.bytes32), "previousAdminRole": indexed(p.bytes32), "newAdminRole": indexed(p.bytes32)}),
    RoleGranted: event("0x2f8788117e7eff1d82e926ec794901d17c78024a50270940304540a733656f0d", "RoleGranted(bytes32,address,address)", {"role": indexed(p.bytes32), "account": indexed(p.address), "sender": indexed(p.address)}),
    RoleRevoked: event("0xf6391f5c32d9c69d2a47ea670b442974b53935d1edc7fd64eb21e047a839171b", "RoleRevoked(bytes32,address,address)", {"role": indexed(p.bytes32), "account": indexed(p.address), "sender": indexed(p.address)}),
    SetHook: event("0x5bbb1d3ebb6a3ad2a0f17ff35e579a83af60604d1d3c2a4c83c62adecadf666d", "SetHook(address)", {"hook": indexed(p.address)}),
    SetMaxNetworkLimit: event("0xc67e7929681aa1bccd63f52b3799bf5805f3009f197db6fdf584b14f7fbf608c", "SetMaxNetworkLimit(bytes32,uint256)", {"subnetwork": indexed(p.bytes32), "amount": p.uint256}),
    SetNetworkLimit: event("0x00899d104fc3d8820bd96540612bcc5c448c8837b13b9f7faa43ad0728f0c14f", "SetNetworkLimit(bytes32,uint256)", {"subnetwork": indexed(p.bytes32), "amount": p.uint256}),
    SetOperatorNetworkLimit: event("0xfc9545f07ffadfb668efd0144cdcaf2d6e2c8192dce1ea9fc131934f9c90fc7e", "SetOperatorNetworkLimit(bytes32,address,uint256)", {"subnetwork": indexed(p.bytes32), "operator": indexed(p.address), "amount": p.uint256}),
    SetOperatorNetworkShares: event("0x739a5a3ec0ff71e2386d0013deac5f44e0935a98def2e2a5ddf9a709518c8294", "SetOperatorNetworkShares(bytes32,address,uint256)", {"subnetwork": indexed(p.bytes32), "operator": indexed(p.address), "shares": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type OnSlashEventArgs = EParams<typeof events.OnSlash>
export type RoleAdminChangedEventArgs = EParams<typeof events.RoleAdminChanged>
export type RoleGrantedEventArgs = EParams<typeof events.RoleGranted>
export type RoleRevokedEventArgs = EParams<typeof events.RoleRevoked>
export type SetHookEventArgs = EParams<typeof events.SetHook>
export type SetMaxNetworkLimitEventArgs = EParams<typeof events.SetMaxNetworkLimit>
export type SetNetworkLimitEventArgs = EParams<typeof events.SetNetworkLimit>
export type SetOperatorNetworkLimitEventArgs = EParams<typeof events.SetOperatorNetworkLimit>
export type SetOperatorNetworkSharesEventArgs = EParams<typeof events.SetOperatorNetworkShares>
