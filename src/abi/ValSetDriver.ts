import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    AddQuorumThreshold: event("0x88ee37bfc079201d8493557f757c8ff6b14222ae13a8393747fb3c74b8ddf06f", "AddQuorumThreshold((uint8,uint248))", {"quorumThreshold": p.struct({"keyTag": p.uint8, "threshold": p.uint248})}),
    AddSettlement: event("0xd66c27144960b789ff7b5514538e3d85a3623c1669b8d6db4eb85658df2aad57", "AddSettlement((uint64,address))", {"settlement": p.struct({"chainId": p.uint64, "addr": p.address})}),
    AddVotingPowerProvider: event("0xa8ba28fa43d2ebdcd4f5c29ee4f5e5fb568e9986ae8be7c6ae54540176d6147f", "AddVotingPowerProvider((uint64,address))", {"votingPowerProvider": p.struct({"chainId": p.uint64, "addr": p.address})}),
    InitEpochDuration: event("0xf688b7b02a20c2dda7d7de03a41637b274af7706eb975ea4af45858648370f55", "InitEpochDuration(uint48,uint48)", {"epochDuration": p.uint48, "epochDurationTimestamp": p.uint48}),
    InitSubnetwork: event("0x469c2e982e7d76d34cf5d1e72abee29749bb9971942c180e9023cea09f5f8e83", "InitSubnetwork(address,uint96)", {"network": p.address, "subnetworkId": p.uint96}),
    RemoveQuorumThreshold: event("0xb321a5a0425badf1acf0a0b21b7984fa61e1e6405ae9011d4dcdb29b0e2f43ec", "RemoveQuorumThreshold((uint8,uint248))", {"quorumThreshold": p.struct({"keyTag": p.uint8, "threshold": p.uint248})}),
    RemoveSettlement: event("0x6307047e2a245d2a5867f7667a4a48687593b73e3b2f95d2204256cbff350cf3", "RemoveSettlement((uint64,address))", {"settlement": p.struct({"chainId": p.uint64, "addr": p.address})}),
    RemoveVotingPowerProvider: event("0x2a2103a52b9c3907936be3fea265a7bd34fdfc0c8c09cc3b8e3938b7deda761f", "RemoveVotingPowerProvider((uint64,address))", {"votingPowerProvider": p.struct({"chainId": p.uint64, "addr": p.address})}),
    SetCommitterSlotDuration: event("0x853ac7224393856467cf1f4981ef9fa5d586d71783e6f66221f7af0a987f7d51", "SetCommitterSlotDuration(uint48)", {"committerSlotDuration": p.uint48}),
    SetEpochDuration: event("0xc950f06b73b224f8b32d39245a5905020aebfc426a15833a70ac2e4e2ebe098c", "SetEpochDuration(uint48)", {"epochDuration": p.uint48}),
    SetKeysProvider: event("0x15ceb492f5dd0988720d5f2258f4de98a2ac5df85b25ed2f33eda91e90e07321", "SetKeysProvider((uint64,address))", {"keysProvider": p.struct({"chainId": p.uint64, "addr": p.address})}),
    SetMaxValidatorsCount: event("0x37ca3532b507cfa33b11765ae8b499cb6830421b982a7f8837ee71ca5a3119c8", "SetMaxValidatorsCount(uint208)", {"maxValidatorsCount": p.uint208}),
    SetMaxVotingPower: event("0xe891886eac9e583940fb0844098689693a4d105206ec1f789d119b4314383b95", "SetMaxVotingPower(uint256)", {"maxVotingPower": p.uint256}),
    SetMinInclusionVotingPower: event("0x7ea1f11872caff0567f050bd06f29f128a1407e56e3272abbadef87f6cbb6188", "SetMinInclusionVotingPower(uint256)", {"minInclusionVotingPower": p.uint256}),
    SetNumAggregators: event("0xa47e6808a463c6134cf3bb23d54ee0ccb5c8056ab8c8b5fd5277fc83cc2f25f3", "SetNumAggregators(uint208)", {"numAggregators": p.uint208}),
    SetNumCommitters: event("0x931a819f63102a134c17aeb8b67a254fc3e215c35487041ff43fd3225b272b5f", "SetNumCommitters(uint208)", {"numCommitters": p.uint208}),
    SetRequiredHeaderKeyTag: event("0xba7887224500eabdaa5bddd0e0210aec811345379939ffbbc4bc87bdfb673b70", "SetRequiredHeaderKeyTag(uint8)", {"requiredHeaderKeyTag": p.uint8}),
    SetRequiredKeyTags: event("0x14f8998266f37e593027a05efebf63b8710681d1cdbd39e6d7a156ff7e1485cd", "SetRequiredKeyTags(uint8[])", {"requiredKeyTags": p.array(p.uint8)}),
    SetVerificationType: event("0x2acc7be3ff5df4b911488f72502071dcf3f4a8f778a8abc351af3220bcd15b7f", "SetVerificationType(uint32)", {"verificationType": p.uint32}),
}

export class Contract extends ContractBase {
}

/// Event types
export type AddQuorumThresholdEventArgs = EParams<typeof events.AddQuorumThreshold>
export type AddSettlementEventArgs = EParams<typeof events.AddSettlement>
export type AddVotingPowerProviderEventArgs = EParams<typeof events.AddVotingPowerProvider>
export type InitEpochDurationEventArgs = EParams<typeof events.InitEpochDuration>
export type InitSubnetworkEventArgs = EParams<typeof events.InitSubnetwork>
export type RemoveQuorumThresholdEventArgs = EParams<typeof events.RemoveQuorumThreshold>
export type RemoveSettlementEventArgs = EParams<typeof events.RemoveSettlement>
export type RemoveVotingPowerProviderEventArgs = EParams<typeof events.RemoveVotingPowerProvider>
export type SetCommitterSlotDurationEventArgs = EParams<typeof events.SetCommitterSlotDuration>
export type SetEpochDurationEventArgs = EParams<typeof events.SetEpochDuration>
export type SetKeysProviderEventArgs = EParams<typeof events.SetKeysProvider>
export type SetMaxValidatorsCountEventArgs = EParams<typeof events.SetMaxValidatorsCount>
export type SetMaxVotingPowerEventArgs = EParams<typeof events.SetMaxVotingPower>
export type SetMinInclusionVotingPowerEventArgs = EParams<typeof events.SetMinInclusionVotingPower>
export type SetNumAggregatorsEventArgs = EParams<typeof events.SetNumAggregators>
export type SetNumCommittersEventArgs = EParams<typeof events.SetNumCommitters>
export type SetRequiredHeaderKeyTagEventArgs = EParams<typeof events.SetRequiredHeaderKeyTag>
export type SetRequiredKeyTagsEventArgs = EParams<typeof events.SetRequiredKeyTags>
export type SetVerificationTypeEventArgs = EParams<typeof events.SetVerificationType>
