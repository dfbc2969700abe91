import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    AVSRewardsSubmissionCreated: event("0x450a367a380c4e339e5ae7340c8464ef27af7781ad9945cfe8abd828f89e6281", "AVSRewardsSubmissionCreated(address,uint256,bytes32,((address,uint96)[],address,uint256,uint32,uint32))", {"avs": indexed(p.address), "submissionNonce": indexed(p.uint256), "rewardsSubmissionHash": indexed(p.bytes32), "rewardsSubmission": p.struct({"strategiesAndMultipliers": p.array(p.struct({"strategy": p.address, "multiplier": p.uint96})), "token": p.address, "amount": p.uint256, "startTimestamp": p.uint32, "duration": p.uint32})}),
    ActivationDelaySet: event("0xaf557c6c02c208794817a705609cfa935f827312a1adfdd26494b6b95dd2b4b3", "ActivationDelaySet(uint32,uint32)", {"oldActivationDelay": p.uint32, "newActivationDelay": p.uint32}),
    ClaimerForSet: event("0xbab947934d42e0ad206f25c9cab18b5bb6ae144acfb00f40b4e3aa59590ca312", "ClaimerForSet(address,address,address)", {"earner": indexed(p.address), "oldClaimer": indexed(p.address), "claimer": indexed(p.address)}),
    DefaultOperatorSplitBipsSet: event("0xe6cd4edfdcc1f6d130ab35f73d72378f3a642944fb4ee5bd84b7807a81ea1c4e", "DefaultOperatorSplitBipsSet(uint16,uint16)", {"oldDefaultOperatorSplitBips": p.uint16, "newDefaultOperatorSplitBips": p.uint16}),
    DistributionRootDisabled: event("0xd850e6e5dfa497b72661fa73df2923464eaed9dc2ff1d3cb82bccbfeabe5c41e", "DistributionRootDisabled(uint32)", {"rootIndex": indexed(p.uint32)}),
    DistributionRootSubmitted: event("0xecd866c3c158fa00bf34d803d5f6023000b57080bcb48af004c2b4b46b3afd08", "DistributionRootSubmitted(uint32,bytes32,uint32,uint32)", {"rootIndex": indexed(p.uint32), "root": indexed(p.bytes32), "rewardsCalculationEndTimestamp": indexed(p.uint32), "activatedAt": p.uint32}),
    FeeRecipientSet: event("0x15d80a013f22151bc7246e3bc132e12828cde19de98870475e3fa70840152721", "FeeRecipientSet(address,address)", {"oldFeeRecipient": indexed(p.address), "newFeeRecipient": indexed(p.address)}),
    GlobalCommissionBipsSet: event("0x8cdc428b0431b82d1619763f443a48197db344ba96905f3949643acd1c863a06", "GlobalCommissionBipsSet(uint16,uint16)", {"oldGlobalCommissionBips": p.uint16, "newGlobalCommissionBips": p.uint16}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    OperatorAVSSplitBipsSet: event("0x48e198b6ae357e529204ee53a8e514c470ff77d9cc8e4f7207f8b5d490ae6934", "OperatorAVSSplitBipsSet(address,address,address,uint32,uint16,uint16)", {"caller": indexed(p.address), "operator": indexed(p.address), "avs": indexed(p.address), "activatedAt": p.uint32, "oldOperatorAVSSplitBips": p.uint16, "newOperatorAVSSplitBips": p.uint16}),
    OperatorDirectedAVSRewardsSubmissionCreated: event("0xfc8888bffd711da60bc5092b33f677d81896fe80ecc677b84cfab8184462b6e0", "OperatorDirectedAVSRewardsSubmissionCreated(address,address,bytes32,uint256,((address,uint96)[],address,(address,uint256)[],uint32,uint32,string))", {"caller": indexed(p.address), "avs": indexed(p.address), "operatorDirectedRewardsSubmissionHash": indexed(p.bytes32), "submissionNonce": p.uint256, "operatorDirectedRewardsSubmission": p.struct({"strategiesAndMultipliers": p.array(p.struct({"strategy": p.address, "multiplier": p.uint96})), "token": p.address, "operatorRewards": p.array(p.struct({"operator": p.address, "amount": p.uint256})), "startTimestamp": p.uint32, "duration": p.uint32, "description": p.string})}),
    OperatorDirectedOperatorSetRewardsSubmissionCreated: event("0xfff0759ccb371dfb5691798724e70b4fa61cb3bfe730a33ac19fb86a48efc756", "OperatorDirectedOperatorSetRewardsSubmissionCreated(address,bytes32,(address,uint32),uint256,((address,uint96)[],address,(address,uint256)[],uint32,uint32,string))", {"caller": indexed(p.address), "operatorDirectedRewardsSubmissionHash": indexed(p.bytes32), "operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "submissionNonce": p.uint256, "operatorDirectedRewardsSubmission": p.struct({"strategiesAndMultipliers": p.array(p.struct({"strategy": p.address, "multiplier": p.uint96})), "token": p.address, "operatorRewards": p.array(p.struct({"operator": p.address, "amount": p.uint256})), "startTimestamp": p.uint32, "duration": p.uint32, "description": p.string})}),
    OperatorPISplitBipsSet: event("0xd1e028bd664486a46ad26040e999cd2d22e1e9a094ee6afe19fcf64678f16f74", "OperatorPISplitBipsSet(address,address,uint32,uint16,uint16)", {"caller": indexed(p.address), "operator": indexed(p.address), "activatedAt": p.uint32, "oldOperatorPISplitBips": p.uint16, "newOperatorPISplitBips": p.uint16}),
    OperatorSetSplitBipsSet: event("0x14918b3834ab6752eb2e1b489b6663a67810efb5f56f3944a97ede8ecf1fd9f1", "OperatorSetSplitBipsSet(address,address,(address,uint32),uint32,uint16,uint16)", {"caller": indexed(p.address), "operator": indexed(p.address), "operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "activatedAt": p.uint32, "oldOperatorSetSplitBips": p.uint16, "newOperatorSetSplitBips": p.uint16}),
    OptInForProtocolFeeSet: event("0xbb020e17dc9a72ff25958029a3ddf0c05cebaac105769b31b6238aaca3910cd2", "OptInForProtocolFeeSet(address,bool,bool)", {"submitter": indexed(p.address), "oldValue": indexed(p.bool), "newValue": indexed(p.bool)}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    Paused: event("0xab40a374bc51de372200a8bc981af8c9ecdc08dfdaef0bb6e09f88f3c616ef3d", "Paused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
    PauserRegistrySet: event("0x6e9fcd539896fca60e8b0f01dd580233e48a6b0f7df013b89ba7f565869acdb6", "PauserRegistrySet(address,address)", {"pauserRegistry": p.address, "newPauserRegistry": p.address}),
    RewardsClaimed: event("0x9543dbd55580842586a951f0386e24d68a5df99ae29e3b216588b45fd684ce31", "RewardsClaimed(bytes32,address,address,address,address,uint256)", {"root": p.bytes32, "earner": indexed(p.address), "claimer": indexed(p.address), "recipient": indexed(p.address), "token": p.address, "claimedAmount": p.uint256}),
    RewardsForAllSubmitterSet: event("0x4de6293e668df1398422e1def12118052c1539a03cbfedc145895d48d7685f1c", "RewardsForAllSubmitterSet(address,bool,bool)", {"rewardsForAllSubmitter": indexed(p.address), "oldValue": indexed(p.bool), "newValue": indexed(p.bool)}),
    RewardsSubmissionForAllCreated: event("0x51088b8c89628df3a8174002c2a034d0152fce6af8415d651b2a4734bf270482", "RewardsSubmissionForAllCreated(address,uint256,bytes32,((address,uint96)[],address,uint256,uint32,uint32))", {"submitter": indexed(p.address), "submissionNonce": indexed(p.uint256), "rewardsSubmissionHash": indexed(p.bytes32), "rewardsSubmission": p.struct({"strategiesAndMultipliers": p.array(p.struct({"strategy": p.address, "multiplier": p.uint96})), "token": p.address, "amount": p.uint256, "startTimestamp": p.uint32, "duration": p.uint32})}),
    RewardsSubmissionForAllEarnersCreated: event("0x5251b6fdefcb5d81144e735f69ea4c695fd43b0289ca53dc075033f5fc80068b", "RewardsSubmissionForAllEarnersCreated(address,uint256,bytes32,((address,uint96)[],address,uint256,uint32,uint32))", {"tokenHopper": indexed(p.address), "submissionNonce": indexed(p.uint256), "rewardsSubmissionHash": indexed(p.bytes32), "rewardsSubmission": p.struct({"strategiesAndMultipliers": p.array(p.struct({"strategy": p.address, "multiplier": p.uint96})), "token": p.address, "amount": p.uint256, "startTimestamp": p.uint32, "duration": p.uint32})}),
    RewardsUpdaterSet: event("0x237b82f438d75fc568ebab484b75b01d9287b9e98b490b7c23221623b6705dbb", "RewardsUpdaterSet(address,address)", {"oldRewardsUpdater": indexed(p.address), "newRewardsUpdater": indexed(p.address)}),
    TotalStakeRewardsSubmissionCreated: event("0x71836f06ac5c96075d4c5b5699a92b18e9c6d91579a382e9e55a1adf097f64df", "TotalStakeRewardsSubmissionCreated(address,bytes32,(address,uint32),uint256,((address,uint96)[],address,uint256,uint32,uint32))", {"caller": indexed(p.address), "rewardsSubmissionHash": indexed(p.bytes32), "operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "submissionNonce": p.uint256, "rewardsSubmission": p.struct({"strategiesAndMultipliers": p.array(p.struct({"strategy": p.address, "multiplier": p.uint96})), "token": p.address, "amount": p.uint256, "startTimestamp": p.uint32, "duration": p.uint32})}),
    UniqueStakeRewardsSubmissionCreated: event("0xb3337dc034abe0f5e3694e1f115f3d6ec9fcee74e7835ea68f6e2d29bbc1b0aa", "UniqueStakeRewardsSubmissionCreated(address,bytes32,(address,uint32),uint256,((address,uint96)[],address,uint256,uint32,uint32))", {"caller": indexed(p.address), "rewardsSubmissionHash": indexed(p.bytes32), "operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "submissionNonce": p.uint256, "rewardsSubmission": p.struct({"strategiesAndMultipliers": p.array(p.struct({"strategy": p.address, "multiplier": p.uint96})), "token": p.address, "amount": p.uint256, "startTimestamp": p.uint32, "duration": p.uint32})}),
    Unpaused: event("0x3582d1828e26bf56bd801502bc021ac0bc8afb57c826e4986b45593c8fad389c", "Unpaused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type AVSRewardsSubmissionCreatedEventArgs = EParams<typeof events.AVSRewardsSubmissionCreated>
export type ActivationDelaySetEventArgs = EParams<typeof events.ActivationDelaySet>
export type ClaimerForSetEventArgs = EParams<typeof events.ClaimerForSet>
export type DefaultOperatorSplitBipsSetEventArgs = EParams<typeof events.DefaultOperatorSplitBipsSet>
export type DistributionRootDisabledEventArgs = EParams<typeof events.DistributionRootDisabled>
export type DistributionRootSubmittedEventArgs = EParams<typeof events.DistributionRootSubmitted>
export type FeeRecipientSetEventArgs = EParams<typeof events.FeeRecipientSet>
export type GlobalCommissionBipsSetEventArgs = EParams<typeof events.GlobalCommissionBipsSet>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type OperatorAVSSplitBipsSetEventArgs = EParams<typeof events.OperatorAVSSplitBipsSet>
export type OperatorDirectedAVSRewardsSubmissionCreatedEventArgs = EParams<typeof events.OperatorDirectedAVSRewardsSubmissionCreated>
export type OperatorDirectedOperatorSetRewardsSubmissionCreatedEventArgs = EParams<typeof events.OperatorDirectedOperatorSetRewardsSubmissionCreated>
export type OperatorPISplitBipsSetEventArgs = EParams<typeof events.OperatorPISplitBipsSet>
export type OperatorSetSplitBipsSetEventArgs = EParams<typeof events.OperatorSetSplitBipsSet>
export type OptInForProtocolFeeSetEventArgs = EParams<typeof events.OptInForProtocolFeeSet>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type PausedEventArgs = EParams<typeof events.Paused>
export type PauserRegistrySetEventArgs = EParams<typeof events.PauserRegistrySet>
export type RewardsClaimedEventArgs = EParams<typeof events.RewardsClaimed>
export type RewardsForAllSubmitterSetEventArgs = EParams<typeof events.RewardsForAllSubmitterSet>
export type RewardsSubmissionForAllCreatedEventArgs = EParams<typeof events.RewardsSubmissionForAllCreated>
export type RewardsSubmissionForAllEarnersCreatedEventArgs = EParams<typeof events.RewardsSubmissionForAllEarnersCreated>
export type RewardsUpdaterSetEventArgs = EParams<typeof events.RewardsUpdaterSet>
export type TotalStakeRewardsSubmissionCreatedEventArgs = EParams<typeof events.TotalStakeRewardsSubmissionCreated>
export type UniqueStakeRewardsSubmissionCreatedEventArgs = EParams<typeof events.UniqueStakeRewardsSubmissionCreated>
export type UnpausedEventArgs = EParams<typeof events.Unpaused>
