import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    BeaconChainETHDeposited: event("0x35a85cabc603f48abb2b71d9fbd8adea7c449d7f0be900ae7a2986ea369c3d0d", "BeaconChainETHDeposited(address,uint256)", {"podOwner": indexed(p.address), "amount": p.uint256}),
    BeaconChainETHWithdrawalCompleted: event("0xa6bab1d55a361fcea2eee2bc9491e4f01e6cf333df03c9c4f2c144466429f7d6", "BeaconChainETHWithdrawalCompleted(address,uint256,uint96,address,address,bytes32)", {"podOwner": indexed(p.address), "shares": p.uint256, "nonce": p.uint96, "delegatedAddress": p.address, "withdrawer": p.address, "withdrawalRoot": p.bytes32}),
    BeaconChainSlashingFactorDecreased: event("0xb160ab8589bf47dc04ea11b50d46678d21590cea2ed3e454e7bd3e41510f98cf", "BeaconChainSlashingFactorDecreased(address,uint64,uint64)", {"staker": p.address, "prevBeaconChainSlashingFactor": p.uint64, "newBeaconChainSlashingFactor": p.uint64}),
    BeaconOracleUpdated: event("0x08f0470754946ccfbb446ff7fd2d6ae6af1bbdae19f85794c0cc5ed5e8ceb4f6", "BeaconOracleUpdated(address)", {"newOracleAddress": indexed(p.address)}),
    BurnableETHSharesIncreased: event("0x1ed04b7fd262c0d9e50fa02957f32a81a151f03baaa367faeedc7521b001c4a4", "BurnableETHSharesIncreased(uint256)", {"shares": p.uint256}),
    DenebForkTimestampUpdated: event("0x19200b6fdad58f91b2f496b0c444fc4be3eff74a7e24b07770e04a7137bfd9db", "DenebForkTimestampUpdated(uint64)", {"newValue": p.uint64}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    MaxPodsUpdated: event("0x4e65c41a3597bda732ca64980235cf51494171d5853998763fb05db45afaacb3", "MaxPodsUpdated(uint256,uint256)", {"previousValue": p.uint256, "newValue": p.uint256}),
    NewTotalShares: event("0xd4def76d6d2bed6f14d5cd9af73cc2913d618d00edde42432e81c09bfe077098", "NewTotalShares(address,int256)", {"podOwner": indexed(p.address), "newTotalShares": p.int256}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    Paused: event("0xab40a374bc51de372200a8bc981af8c9ecdc08dfdaef0bb6e09f88f3c616ef3d", "Paused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
    PauserRegistrySet: event("0x6e9fcd539896fca60e8b0f01dd580233e48a6b0f7df013b89ba7f565869acdb6", "PauserRegistrySet(address,address)", {"pauserRegistry": p.address, "newPauserRegistry": p.address}),
    PectraForkTimestampSet: event("0x1bc8f042a52db3a437620dea4548f2031fb2a16dd8d3b0b854295528dd2cdd33", "PectraForkTimestampSet(uint64)", {"newPectraForkTimestamp": p.uint64}),
    PodDeployed: event("0x21c99d0db02213c32fff5b05cf0a718ab5f858802b91498f80d82270289d856a", "PodDeployed(address,address)", {"eigenPod": indexed(p.address), "podOwner": indexed(p.address)}),
    PodRestakingDisabled: event("0xf49360efbbc18864f95ae01a5ef25596434d73f480bd0f041451e58bf1da6259", "PodRestakingDisabled(address,address)", {"podOwner": indexed(p.address), "pod": indexed(p.address)}),
    PodSharesUpdated: event("0x4e2b791dedccd9fb30141b088cabf5c14a8912b52f59375c95c010700b8c6193", "PodSharesUpdated(address,int256)", {"podOwner": indexed(p.address), "sharesDelta": p.int256}),
    ProofTimestampSetterSet: event("0x7025c71a9fe60d709e71b377dc5f7c72c3e1d8539f8022574254e736ceca01e5", "ProofTimestampSetterSet(address)", {"newProofTimestampSetter": p.address}),
    Unpaused: event("0x3582d1828e26bf56bd801502bc021ac0bc8afb57c826e4986b45593c8fad389c", "Unpaused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type BeaconChainETHDepositedEventArgs = EParams<typeof events.BeaconChainETHDeposited>
export type BeaconChainETHWithdrawalCompletedEventArgs = EParams<typeof events.BeaconChainETHWithdrawalCompleted>
export type BeaconChainSlashingFactorDecreasedEventArgs = EParams<typeof events.BeaconChainSlashingFactorDecreased>
export type BeaconOracleUpdatedEventArgs = EParams<typeof events.BeaconOracleUpdated>
export type BurnableETHSharesIncreasedEventArgs = EParams<typeof events.BurnableETHSharesIncreased>
export type DenebForkTimestampUpdatedEventArgs = EParams<typeof events.DenebForkTimestampUpdated>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type MaxPodsUpdatedEventArgs = EParams<typeof events.MaxPodsUpdated>
export type NewTotalSharesEventArgs = EParams<typeof events.NewTotalShares>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type PausedEventArgs = EParams<typeof events.Paused>
export type PauserRegistrySetEventArgs = EParams<typeof events.PauserRegistrySet>
export type PectraForkTimestampSetEventArgs = EParams<typeof events.PectraForkTimestampSet>
export type PodDeployedEventArgs = EParams<typeof events.PodDeployed>
export type PodRestakingDisabledEventArgs = EParams<typeof events.PodRestakingDisabled>
export type PodSharesUpdatedEventArgs = EParams<typeof events.PodSharesUpdated>
export type ProofTimestampSetterSetEventArgs = EParams<typeof events.ProofTimestampSetterSet>
export type UnpausedEventArgs = EParams<typeof events.Unpaused>
