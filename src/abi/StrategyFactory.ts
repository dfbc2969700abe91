import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    DurationVaultDeployed: event("0x6c9e2cbc6fcd0f5b21ee2edb38f3421d7538cd98b8ff00803f81879345568504", "DurationVaultDeployed(address,address,address,uint32,uint256,uint256,string,address,uint32)", {"vault": indexed(p.address), "underlyingToken": indexed(p.address), "vaultAdmin": indexed(p.address), "duration": p.uint32, "maxPerDeposit": p.uint256, "stakeCap": p.uint256, "metadataURI": p.string, "operatorSetAVS": p.address, "operatorSetId": p.uint32}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    Paused: event("0xab40a374bc51de372200a8bc981af8c9ecdc08dfdaef0bb6e09f88f3c616ef3d", "Paused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
    PauserRegistrySet: event("0x6e9fcd539896fca60e8b0f01dd580233e48a6b0f7df013b89ba7f565869acdb6", "PauserRegistrySet(address,address)", {"pauserRegistry": p.address, "newPauserRegistry": p.address}),
    StrategyBeaconModified: event("0xe21755962a7d7e100b59b9c3e4d4b54085b146313719955efb6a7a25c5c7feee", "StrategyBeaconModified(address,address)", {"previousBeacon": p.address, "newBeacon": p.address}),
    StrategySetForToken: event("0x6852a55230ef089d785bce7ffbf757985de34026df90a87d7b4a6e56f95d251f", "StrategySetForToken(address,address)", {"token": p.address, "strategy": p.address}),
    TokenBlacklisted: event("0x75519c51f39873ec0e27dd3bbc09549e4865a113f505393fb9eab5898f6418b3", "TokenBlacklisted(address)", {"token": p.address}),
    Unpaused: event("0x3582d1828e26bf56bd801502bc021ac0bc8afb57c826e4986b45593c8fad389c", "Unpaused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type DurationVaultDeployedEventArgs = EParams<typeof events.DurationVaultDeployed>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type PausedEventArgs = EParams<typeof events.Paused>
export type PauserRegistrySetEventArgs = EParams<typeof events.PauserRegistrySet>
export type StrategyBeaconModifiedEventArgs = EParams<typeof events.StrategyBeaconModified>
export type StrategySetForTokenEventArgs = EParams<typeof events.StrategySetForToken>
export type TokenBlacklistedEventArgs = EParams<typeof events.TokenBlacklisted>
export type UnpausedEventArgs = EParams<typeof events.Unpaused>
