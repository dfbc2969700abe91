import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    'CheckpointCreated(uint64 indexed,bytes32 indexed)': event("0x17a875d60c621f9c2f4d68122fe3a5bd359233b6fd8fcb79a0f65a6e433c6bf6", "CheckpointCreated(uint64,bytes32)", {"checkpointTimestamp": indexed(p.uint64), "beaconBlockRoot": indexed(p.bytes32)}),
    'CheckpointCreated(uint64 indexed,bytes32 indexed,uint256)': event("0x575796133bbed337e5b39aa49a30dc2556a91e0c6c2af4b7b886ae77ebef1076", "CheckpointCreated(uint64,bytes32,uint256)", {"checkpointTimestamp": indexed(p.uint64), "beaconBlockRoot": indexed(p.bytes32), "validatorCount": p.uint256}),
    CheckpointFinalized: event("0x525408c201bc1576eb44116f6478f1c2a54775b19a043bcfdc708364f74f8e44", "CheckpointFinalized(uint64,int256)", {"checkpointTimestamp": indexed(p.uint64), "totalShareDeltaWei": p.int256}),
    ConsolidationRequested: event("0x42f9c9db2ca443e9ec62f4588bd0c9b241065c02c2a8001ac164ae1282dc7b94", "ConsolidationRequested(bytes32,bytes32)", {"sourcePubkeyHash": indexed(p.bytes32), "targetPubkeyHash": indexed(p.bytes32)}),
    DisabledPodETHWithdrawn: event("0x2273c420d02f2b6ef92ed2c3d60848ab18c03c0ce20d6d2cf736030838f08f46", "DisabledPodETHWithdrawn(address,uint256)", {"recipient": indexed(p.address), "amountWei": p.uint256}),
    'EigenPodStaked(bytes)': event("0x606865b7934a25d4aed43f6cdb426403353fa4b3009c4d228407474581b01e23", "EigenPodStaked(bytes)", {"pubkey": p.bytes}),
    'EigenPodStaked(bytes32)': event("0xa01003766d3cd97cf2ade5429690bf5d206be7fb01ef9d3a0089ecf67bc11219", "EigenPodStaked(bytes32)", {"pubkeyHash": p.bytes32}),
    ExitRequested: event("0x60d8ca014d4765a2b8b389e25714cb1cef83b574222911a01d90c1bd69d2d320", "ExitRequested(bytes32)", {"validatorPubkeyHash": indexed(p.bytes32)}),
    'FullWithdrawalRedeemed(uint40,address indexed,uint64)': event("0x7341859cc78ba6561939cd5245350631bfaddbc9a16ade2aa7d698c16e8f1d94", "FullWithdrawalRedeemed(uint40,address,uint64)", {"validatorIndex": p.uint40, "recipient": indexed(p.address), "withdrawalAmountGwei": p.uint64}),
    'FullWithdrawalRedeemed(uint40,uint64,address indexed,uint64)': event("0xb76a93bb649ece524688f1a01d184e0bbebcda58eae80c28a898bec3fb5a0963", "FullWithdrawalRedeemed(uint40,uint64,address,uint64)", {"validatorIndex": p.uint40, "withdrawalTimestamp": p.uint64, "recipient": indexed(p.address), "withdrawalAmountGwei": p.uint64}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    NonBeaconChainETHReceived: event("0x6fdd3dbdb173299608c0aa9f368735857c8842b581f8389238bf05bd04b3bf49", "NonBeaconChainETHReceived(uint256)", {"amountReceived": p.uint256}),
    NonBeaconChainETHWithdrawn: event("0x30420aacd028abb3c1fd03aba253ae725d6ddd52d16c9ac4cb5742cd43f53096", "NonBeaconChainETHWithdrawn(address,uint256)", {"recipient": indexed(p.address), "amountWithdrawn": p.uint256}),
    'PartialWithdrawalRedeemed(uint40,address indexed,uint64)': event("0x56d746a6c4b72294c7b70b592e8e37d22c732ebd3f9fe9c8539d704b43a950b9", "PartialWithdrawalRedeemed(uint40,address,uint64)", {"validatorIndex": p.uint40, "recipient": indexed(p.address), "partialWithdrawalAmountGwei": p.uint64}),
    'PartialWithdrawalRedeemed(uint40,uint64,address indexed,uint64)': event("0x8a7335714231dbd551aaba6314f4a97a14c201e53a3e25e1140325cdf67d7a4e", "PartialWithdrawalRedeemed(uint40,uint64,address,uint64)", {"validatorIndex": p.uint40, "withdrawalTimestamp": p.uint64, "recipient": indexed(p.address), "partialWithdrawalAmountGwei": p.uint64}),
    ProofSubmitterUpdated: event("0xfb8129080a19d34dceac04ba253fc50304dc86c729bd63cdca4a969ad19a5eac", "ProofSubmitterUpdated(address,address)", {"prevProofSubmitter": p.address, "newProofSubmitter": p.address}),
    RestakedBeaconChainETHWithdrawn: event("0x8947fd2ce07ef9cc302c4e8f0461015615d91ce851564839e91cc804c2f49d8e", "RestakedBeaconChainETHWithdrawn(address,uint256)", {"recipient": indexed(p.address), "amount": p.uint256}),
    RestakingActivated: event("0xca8dfc8c5e0a67a74501c072a3325f685259bebbae7cfd230ab85198a78b70cd", "RestakingActivated(address)", {"podOwner": indexed(p.address)}),
    RestakingPermanentlyDisabled: event("0x4370e346659e8dc4bc97977bf89c631877baae18e45c9050029ca10247f68a69", "RestakingPermanentlyDisabled()", {}),
    SwitchToCompoundingRequested: event("0xc97b965b92ae7fd20095fe8eb7b99f81f95f8c4adffb22a19116d8eb2846b016", "SwitchToCompoundingRequested(bytes32)", {"validatorPubkeyHash": indexed(p.bytes32)}),
    'ValidatorBalanceUpdated(bytes32,uint64,uint64)': event("0xcdae700d7241bc027168c53cf6f889763b0a2c88a65d77fc13a8a9fef0d8605f", "ValidatorBalanceUpdated(bytes32,uint64,uint64)", {"pubkeyHash": p.bytes32, "balanceTimestamp": p.uint64, "newValidatorBalanceGwei": p.uint64}),
    'ValidatorBalanceUpdated(uint40,uint64,uint64)': event("0x0e5fac175b83177cc047381e030d8fb3b42b37bd1c025e22c280facad62c32df", "ValidatorBalanceUpdated(uint40,uint64,uint64)", {"validatorIndex": p.uint40, "balanceTimestamp": p.uint64, "newValidatorBalanceGwei": p.uint64}),
    'ValidatorCheckpointed(uint64 indexed,bytes32 indexed)': event("0xe4866335761a51dcaff766448ab0af6064291ee5dc94e68492bb9cd757c1e350", "ValidatorCheckpointed(uint64,bytes32)", {"checkpointTimestamp": indexed(p.uint64), "pubkeyHash": indexed(p.bytes32)}),
    'ValidatorCheckpointed(uint64 indexed,uint40 indexed)': event("0xa91c59033c3423e18b54d0acecebb4972f9ea95aedf5f4cae3b677b02eaf3a3f", "ValidatorCheckpointed(uint64,uint40)", {"checkpointTimestamp": indexed(p.uint64), "validatorIndex": indexed(p.uint40)}),
    ValidatorOvercommitted: event("0x39436dbc3ba65889c15d38b42ce4be0e2da99723fdebaf0e12df341b5e6e5fd5", "ValidatorOvercommitted(uint40)", {"validatorIndex": p.uint40}),
    'ValidatorRestaked(bytes32)': event("0x101790c2993f6a4d962bd17c786126823ba1c4cf04ff4cccb2659d50fb20aee8", "ValidatorRestaked(bytes32)", {"pubkeyHash": p.bytes32}),
    'ValidatorRestaked(uint40)': event("0x2d0800bbc377ea54a08c5db6a87aafff5e3e9c8fead0eda110e40e0c10441449", "ValidatorRestaked(uint40)", {"validatorIndex": p.uint40}),
    'ValidatorWithdrawn(uint64 indexed,bytes32 indexed)': event("0x5ce0aa04ae51d52da6e680fbe0336d2e2432f7c3dc2d4f3193204c57b9072107", "ValidatorWithdrawn(uint64,bytes32)", {"checkpointTimestamp": indexed(p.uint64), "pubkeyHash": indexed(p.bytes32)}),
    'ValidatorWithdrawn(uint64 indexed,uint40 indexed)': event("0x2a02361ffa66cf2c2da4682c2355a6adcaa9f6c227b6e6563e68480f9587626a", "ValidatorWithdrawn(uint64,uint40)", {"checkpointTimestamp": indexed(p.uint64), "validatorIndex": indexed(p.uint40)}),
    WithdrawalRequested: event("0x8b2737bb64ab2f2dc09552dfa1c250399e6a42c7ea9f0e1c658f5d65d708ec05", "WithdrawalRequested(bytes32,uint64)", {"validatorPubkeyHash": indexed(p.bytes32), "withdrawalAmountGwei": p.uint64}),
}

export class Contract extends ContractBase {
}

/// Event types
export type CheckpointCreatedEventArgs_0 = EParams<typeof events['CheckpointCreated(uint64 indexed,bytes32 indexed)']>
export type CheckpointCreatedEventArgs_1 = EParams<typeof events['CheckpointCreated(uint64 indexed,bytes32 indexed,uint256)']>
export type CheckpointFinalizedEventArgs = EParams<typeof events.CheckpointFinalized>
export type ConsolidationRequestedEventArgs = EParams<typeof events.ConsolidationRequested>
export type DisabledPodETHWithdrawnEventArgs = EParams<typeof events.DisabledPodETHWithdrawn>
export type EigenPodStakedEventArgs_0 = EParams<typeof events['EigenPodStaked(bytes)']>
export type EigenPodStakedEventArgs_1 = EParams<typeof events['EigenPodStaked(bytes32)']>
export type ExitRequestedEventArgs = EParams<typeof events.ExitRequested>
export type FullWithdrawalRedeemedEventArgs_0 = EParams<typeof events['FullWithdrawalRedeemed(uint40,address indexed,uint64)']>
export type FullWithdrawalRedeemedEventArgs_1 = EParams<typeof events['FullWithdrawalRedeemed(uint40,uint64,address indexed,uint64)']>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type NonBeaconChainETHReceivedEventArgs = EParams<typeof events.NonBeaconChainETHReceived>
export type NonBeaconChainETHWithdrawnEventArgs = EParams<typeof events.NonBeaconChainETHWithdrawn>
export type PartialWithdrawalRedeemedEventArgs_0 = EParams<typeof events['PartialWithdrawalRedeemed(uint40,address indexed,uint64)']>
export type PartialWithdrawalRedeemedEventArgs_1 = EParams<typeof events['PartialWithdrawalRedeemed(uint40,uint64,address indexed,uint64)']>
export type ProofSubmitterUpdatedEventArgs = EParams<typeof events.ProofSubmitterUpdated>
export type RestakedBeaconChainETHWithdrawnEventArgs = EParams<typeof events.RestakedBeaconChainETHWithdrawn>
export type RestakingActivatedEventArgs = EParams<typeof events.RestakingActivated>
export type RestakingPermanentlyDisabledEventArgs = EParams<typeof events.RestakingPermanentlyDisabled>
export type SwitchToCompoundingRequestedEventArgs = EParams<typeof events.SwitchToCompoundingRequested>
export type ValidatorBalanceUpdatedEventArgs_0 = EParams<typeof events['ValidatorBalanceUpdated(bytes32,uint64,uint64)']>
export type ValidatorBalanceUpdatedEventArgs_1 = EParams<typeof events['ValidatorBalanceUpdated(uint40,uint64,uint64)']>
export type ValidatorCheckpointedEventArgs_0 = EParams<typeof events['ValidatorCheckpointed(uint64 indexed,bytes32 indexed)']>
export type ValidatorCheckpointedEventArgs_1 = EParams<typeof events['ValidatorCheckpointed(uint64 indexed,uint40 indexed)']>
export type ValidatorOvercommittedEventArgs = EParams<typeof events.ValidatorOvercommitted>
export type ValidatorRestakedEventArgs_0 = EParams<typeof events['ValidatorRestaked(bytes32)']>
export type ValidatorRestakedEventArgs_1 = EParams<typeof events['ValidatorRestaked(uint40)']>
export type ValidatorWithdrawnEventArgs_0 = EParams<typeof events['ValidatorWithdrawn(uint64 indexed,bytes32 indexed)']>
export type ValidatorWithdrawnEventArgs_1 = EParams<typeof events['ValidatorWithdrawn(uint64 indexed,uint40 indexed)']>
export type WithdrawalRequestedEventArgs = EParams<typeof events.WithdrawalRequested>
