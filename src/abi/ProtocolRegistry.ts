import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    DeploymentConfigDeleted: event("0xa69cccaa8b056f2577aa7e06e1eb14ae0eb526356819b9403f5b31f41f3bc509", "DeploymentConfigDeleted(address)", {"addr": indexed(p.address)}),
    DeploymentConfigured: event("0x6c5879ec82f910f6d12844857cfb8eb474dcecc9aa5b8257c7a77dcb42990e9d", "DeploymentConfigured(address,(bool,bool))", {"addr": indexed(p.address), "config": p.struct({"pausable": p.bool, "deprecated": p.bool})}),
    DeploymentShipped: event("0x4e81e5495dbc85919bf1b9c12a9a4bb6d546f75d3f92fa0a36867fc29a51467c", "DeploymentShipped(address,(bool,bool))", {"addr": indexed(p.address), "config": p.struct({"pausable": p.bool, "deprecated": p.bool})}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    RoleAdminChanged: event("0xbd79b86ffe0ab8e8776151514217cd7cacd52c909f66475c3af44e129f0b00ff", "RoleAdminChanged(bytes32,bytes32,bytes32)", {"role": indexed(p.bytes32), "previousAdminRole": indexed(p.bytes32), "newAdminRole": indexed(p.bytes32)}),
    RoleGranted: event("0x2f8788117e7eff1d82e926ec794901d17c78024a50270940304540a733656f0d", "RoleGranted(bytes32,address,address)", {"role": indexed(p.bytes32), "account": indexed(p.address), "sender": indexed(p.address)}),
    RoleRevoked: event("0xf6391f5c32d9c69d2a47ea670b442974b53935d1edc7fd64eb21e047a839171b", "RoleRevoked(bytes32,address,address)", {"role": indexed(p.bytes32), "account": indexed(p.address), "sender": indexed(p.address)}),
    SemanticVersionUpdated: event("0x769656e5cb3218f54758f85bd184d41e987639374d6cb9e244439cc9d1abe1e2", "SemanticVersionUpdated(string,string)", {"previousSemanticVersion": p.string, "semanticVersion": p.string}),
}

export class Contract extends ContractBase {
}

/// Event types
export type DeploymentConfigDeletedEventArgs = EParams<typeof events.DeploymentConfigDeleted>
export type DeploymentConfiguredEventArgs = EParams<typeof events.DeploymentConfigured>
export type DeploymentShippedEventArgs = EParams<typeof events.DeploymentShipped>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type RoleAdminChangedEventArgs = EParams<typeof events.RoleAdminChanged>
export type RoleGrantedEventArgs = EParams<typeof events.RoleGranted>
export type RoleRevokedEventArgs = EParams<typeof events.RoleRevoked>
export type SemanticVersionUpdatedEventArgs = EParams<typeof events.SemanticVersionUpdated>
