import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    BeaconChainScalingFactorDecreased: event("0xddf935ec8825c7afee6a15d4731e28963ee96dfcb85d0a1e794b43318bbca4fd", "BeaconChainScalingFactorDecreased(address,uint64)", {"staker": p.address, "newBeaconChainScalingFactor": p.uint64}),
    DelegationApproverUpdated: event("0x773b54c04d756fcc5e678111f7d730de3be98192000799eee3d63716055a87c6", "DelegationApproverUpdated(address,address)", {"operator": indexed(p.address), "newDelegationApprover": p.address}),
    DepositScalingFactorUpdated: event("0x8be932bac54561f27260f95463d9b8ab37e06b2842e5ee2404157cc13df6eb8f", "DepositScalingFactorUpdated(address,address,uint256)", {"staker": p.address, "strategy": p.address, "newDepositScalingFactor": p.uint256}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    MinWithdrawalDelayBlocksSet: event("0xafa003cd76f87ff9d62b35beea889920f33c0c42b8d45b74954d61d50f4b6b69", "MinWithdrawalDelayBlocksSet(uint256,uint256)", {"previousValue": p.uint256, "newValue": p.uint256}),
    OnDelegationReceivedCallFailure: event("0x7e1d6196a63db3d494984adab6b42e91bcf8125ca3a3f80e658e5ed4e0f7efef", "OnDelegationReceivedCallFailure(address,bytes32)", {"delegationTerms": indexed(p.address), "returnData": p.bytes32}),
    OnDelegationWithdrawnCallFailure: event("0xc58f3a088400523dc1a71a22ed64fdb04c35f0e1c89449cd1428add815675a4e", "OnDelegationWithdrawnCallFailure(address,bytes32)", {"delegationTerms": indexed(p.address), "returnData": p.bytes32}),
    OperatorDetailsModified: event("0xfebe5cd24b2cbc7b065b9d0fdeb904461e4afcff57dd57acda1e7832031ba7ac", "OperatorDetailsModified(address,(address,address,uint32))", {"operator": indexed(p.address), "newOperatorDetails": p.struct({"__deprecated_earningsReceiver": p.address, "delegationApprover": p.address, "__deprecated_stakerOptOutWindowBlocks": p.uint32})}),
    OperatorMetadataURIUpdated: event("0x02a919ed0e2acad1dd90f17ef2fa4ae5462ee1339170034a8531cca4b6708090", "OperatorMetadataURIUpdated(address,string)", {"operator": indexed(p.address), "metadataURI": p.string}),
    'OperatorRegistered(address indexed,(address,address,uint32))': event("0x8e8485583a2310d41f7c82b9427d0bd49bad74bb9cff9d3402a29d8f9b28a0e2", "OperatorRegistered(address,(address,address,uint32))", {"operator": indexed(p.address), "operatorDetails": p.struct({"__deprecated_earningsReceiver": p.address, "delegationApprover": p.address, "__deprecated_stakerOptOutWindowBlocks": p.uint32})}),
    'OperatorRegistered(address indexed,address)': event("0xa453db612af59e5521d6ab9284dc3e2d06af286eb1b1b7b771fce4716c19f2c1", "OperatorRegistered(address,address)", {"operator": indexed(p.address), "delegationApprover": p.address}),
    OperatorSharesBurned: event("0xeff6aab2bc3f7c648896e1522eae71d6c22e3b0e218206b3f40af0e4d204716b", "OperatorSharesBurned(address,address,uint256)", {"operator": indexed(p.address), "strategy": p.address, "shares": p.uint256}),
    OperatorSharesDecreased: event("0x6909600037b75d7b4733aedd815442b5ec018a827751c832aaff64eba5d6d2dd", "OperatorSharesDecreased(address,address,address,uint256)", {"operator": indexed(p.address), "staker": p.address, "strategy": p.address, "shares": p.uint256}),
    OperatorSharesIncreased: event("0x1ec042c965e2edd7107b51188ee0f383e22e76179041ab3a9d18ff151405166c", "OperatorSharesIncreased(address,address,address,uint256)", {"operator": indexed(p.address), "staker": p.address, "strategy": p.address, "shares": p.uint256}),
    OperatorSharesSlashed: event("0xdd611f4ef63f4385f1756c86ce1f1f389a9013ba6fa07daba8528291bc2d3c30", "OperatorSharesSlashed(address,address,uint256)", {"operator": indexed(p.address), "strategy": p.address, "totalSlashedShares": p.uint256}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    Paused: event("0xab40a374bc51de372200a8bc981af8c9ecdc08dfdaef0bb6e09f88f3c616ef3d", "Paused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
    PauserRegistrySet: event("0x6e9fcd539896fca60e8b0f01dd580233e48a6b0f7df013b89ba7f565869acdb6", "PauserRegistrySet(address,address)", {"pauserRegistry": p.address, "newPauserRegistry": p.address}),
    QueuedWithdrawalClearedForDisabledPod: event("0xb47803a21c072c73c6a94c9e7e4aaaca1c4239f13953f7d56275cebeb28cd7d9", "QueuedWithdrawalClearedForDisabledPod(bytes32)", {"withdrawalRoot": p.bytes32}),
    RegisterAsOperator: event("0x8984d0382dc9a5e16ece992cebed161e792803b4abbc78bb99886c82c976fae2", "RegisterAsOperator(address,address)", {"operator": indexed(p.address), "delegationTerms": indexed(p.address)}),
    SlashingWithdrawalCompleted: event("0x1f40400889274ed07b24845e5054a87a0cab969eb1277aafe61ae352e7c32a00", "SlashingWithdrawalCompleted(bytes32)", {"withdrawalRoot": p.bytes32}),
    'SlashingWithdrawalQueued(bytes32,(address,address,address,uint256,uint32,address[],uint256[]))': event("0x58883f0678ff43a2c049e6a3a7a8b9b0e9062959f3a99192505888193a0c5fed", "SlashingWithdrawalQueued(bytes32,(address,address,address,uint256,uint32,address[],uint256[]))", {"withdrawalRoot": p.bytes32, "withdrawal": p.struct({"staker": p.address, "delegatedTo": p.address, "withdrawer": p.address, "nonce": p.uint256, "startTimestamp": p.uint32, "strategies": p.array(p.address), "scaledSharesToWithdraw": p.array(p.uint256)})}),
    'SlashingWithdrawalQueued(bytes32,(address,address,address,uint256,uint32,address[],uint256[]),uint256[])': event("0x26b2aae26516e8719ef50ea2f6831a2efbd4e37dccdf0f6936b27bc08e793e30", "SlashingWithdrawalQueued(bytes32,(address,address,address,uint256,uint32,address[],uint256[]),uint256[])", {"withdrawalRoot": p.bytes32, "withdrawal": p.struct({"staker": p.address, "delegatedTo": p.address, "withdrawer": p.address, "nonce": p.uint256, "startBlock": p.uint32, "strategies": p.array(p.address), "scaledShares": p.array(p.uint256)}), "sharesToWithdraw": p.array(p.uint256)}),
    StakeRegistrySet: event("0xce6d874069bceda1867eca9c60636bbf262e15213041658273d803a2b609a51f", "StakeRegistrySet(address)", {"stakeRegistry": p.address}),
    StakerDelegated: event("0xc3ee9f2e5fda98e8066a1f745b2df9285f416fe98cf2559cd21484b3d8743304", "StakerDelegated(address,address)", {"staker": indexed(p.address), "operator": indexed(p.address)}),
    StakerForceUndelegated: event("0xf0eddf07e6ea14f388b47e1e94a0f464ecbd9eed4171130e0fc0e99fb4030a8a", "StakerForceUndelegated(address,address)", {"staker": indexed(p.address), "operator": indexed(p.address)}),
    StakerUndelegated: event("0xfee30966a256b71e14bc0ebfc94315e28ef4a97a7131a9e2b7a310a73af44676", "StakerUndelegated(address,address)", {"staker": indexed(p.address), "operator": indexed(p.address)}),
    StrategyWithdrawalDelayBlocksSet: event("0x0e7efa738e8b0ce6376a0c1af471655540d2e9a81647d7b09ed823018426576d", "StrategyWithdrawalDelayBlocksSet(address,uint256,uint256)", {"strategy": p.address, "previousValue": p.uint256, "newValue": p.uint256}),
    Unpaused: event("0x3582d1828e26bf56bd801502bc021ac0bc8afb57c826e4986b45593c8fad389c", "Unpaused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
    WithdrawalCompleted: event("0xc97098c2f658800b4df29001527f7324bcdffcf6e8751a699ab920a1eced5b1d", "WithdrawalCompleted(bytes32)", {"withdrawalRoot": p.bytes32}),
    WithdrawalDelayBlocksSet: event("0x4ffb00400574147429ee377a5633386321e66d45d8b14676014b5fa393e61e9e", "WithdrawalDelayBlocksSet(uint256,uint256)", {"previousValue": p.uint256, "newValue": p.uint256}),
    WithdrawalMigrated: event("0xdc00758b65eef71dc3780c04ebe36cab6bdb266c3a698187e29e0f0dca012630", "WithdrawalMigrated(bytes32,bytes32)", {"oldWithdrawalRoot": p.bytes32, "newWithdrawalRoot": p.bytes32}),
    WithdrawalQueued: event("0x9009ab153e8014fbfb02f2217f5cde7aa7f9ad734ae85ca3ee3f4ca2fdd499f9", "WithdrawalQueued(bytes32,(address,address,address,uint256,uint32,address[],uint256[]))", {"withdrawalRoot": p.bytes32, "withdrawal": p.struct({"staker": p.address, "delegatedTo": p.address, "withdrawer": p.address, "nonce": p.uint256, "startBlock": p.uint32, "strategies": p.array(p.address), "shares": p.array(p.uint256)})}),
}

export class Contract extends ContractBase {
}

/// Event types
export type BeaconChainScalingFactorDecreasedEventArgs = EParams<typeof events.BeaconChainScalingFactorDecreased>
export type DelegationApproverUpdatedEventArgs = EParams<typeof events.DelegationApproverUpdated>
export type DepositScalingFactorUpdatedEventArgs = EParams<typeof events.DepositScalingFactorUpdated>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type MinWithdrawalDelayBlocksSetEventArgs = EParams<typeof events.MinWithdrawalDelayBlocksSet>
export type OnDelegationReceivedCallFailureEventArgs = EParams<typeof events.OnDelegationReceivedCallFailure>
export type OnDelegationWithdrawnCallFailureEventArgs = EParams<typeof events.OnDelegationWithdrawnCallFailure>
export type OperatorDetailsModifiedEventArgs = EParams<typeof events.OperatorDetailsModified>
export type OperatorMetadataURIUpdatedEventArgs = EParams<typeof events.OperatorMetadataURIUpdated>
export type OperatorRegisteredEventArgs_0 = EParams<typeof events['OperatorRegistered(address indexed,(address,address,uint32))']>
export type OperatorRegisteredEventArgs_1 = EParams<typeof events['OperatorRegistered(address indexed,address)']>
export type OperatorSharesBurnedEventArgs = EParams<typeof events.OperatorSharesBurned>
export type OperatorSharesDecreasedEventArgs = EParams<typeof events.OperatorSharesDecreased>
export type OperatorSharesIncreasedEventArgs = EParams<typeof events.OperatorSharesIncreased>
export type OperatorSharesSlashedEventArgs = EParams<typeof events.OperatorSharesSlashed>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type PausedEventArgs = EParams<typeof events.Paused>
export type PauserRegistrySetEventArgs = EParams<typeof events.PauserRegistrySet>
export type QueuedWithdrawalClearedForDisabledPodEventArgs = EParams<typeof events.QueuedWithdrawalClearedForDisabledPod>
export type RegisterAsOperatorEventArgs = EParams<typeof events.RegisterAsOperator>
export type SlashingWithdrawalCompletedEventArgs = EParams<typeof events.SlashingWithdrawalCompleted>
export type SlashingWithdrawalQueuedEventArgs_0 = EParams<typeof events['SlashingWithdrawalQueued(bytes32,(address,address,address,uint256,uint32,address[],uint256[]))']>
export type SlashingWithdrawalQueuedEventArgs_1 = EParams<typeof events['SlashingWithdrawalQueued(bytes32,(address,address,address,uint256,uint32,address[],uint256[]),uint256[])']>
export type StakeRegistrySetEventArgs = EParams<typeof events.StakeRegistrySet>
export type StakerDelegatedEventArgs = EParams<typeof events.StakerDelegated>
export type StakerForceUndelegatedEventArgs = EParams<typeof events.StakerForceUndelegated>
export type StakerUndelegatedEventArgs = EParams<typeof events.StakerUndelegated>
export type StrategyWithdrawalDelayBlocksSetEventArgs = EParams<typeof events.StrategyWithdrawalDelayBlocksSet>
export type UnpausedEventArgs = EParams<typeof events.Unpaused>
export type WithdrawalCompletedEventArgs = EParams<typeof events.WithdrawalCompleted>
export type WithdrawalDelayBlocksSetEventArgs = EParams<typeof events.WithdrawalDelayBlocksSet>
export type WithdrawalMigratedEventArgs = EParams<typeof events.WithdrawalMigrated>
export type WithdrawalQueuedEventArgs = EParams<typeof events.WithdrawalQueued>
