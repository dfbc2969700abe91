import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    AccountCuratorFees: event("0x18aab5be55d31259cdde1252d5dbb2e2b60df370304a74c396b211ef3ce45dcb", "AccountCuratorFees(uint64,address,address,address,uint256)", {"rewardsType": indexed(p.uint64), "vault": indexed(p.address), "networkOrAdapter": p.address, "token": indexed(p.address), "fees": p.uint256}),
    AccountProtocolFees: event("0x0d6d7b8dfb5a2d4658c5aec0a2360b696002baf9e3701b7f002383b6aafc17fe", "AccountProtocolFees(uint64,address,address,uint256)", {"rewardsType": indexed(p.uint64), "network": indexed(p.address), "token": indexed(p.address), "fees": p.uint256}),
    'ClaimCumulativeMerkleRewards(address indexed,address indexed,(address,uint256,uint256,bytes32))': event("0x492672ab99d706b967ef3fcb5e7c718810bcfbc31c344df739da81a4ccba98f2", "ClaimCumulativeMerkleRewards(address,address,(address,uint256,uint256,bytes32))", {"rewardee": indexed(p.address), "network": indexed(p.address), "leaf": p.struct({"token": p.address, "rewardeeType": p.uint256, "amount": p.uint256, "rewardeeDataHash": p.bytes32})}),
    'ClaimCumulativeMerkleRewards(address indexed,address indexed,(uint64,address,uint256,uint256,bytes32))': event("0xd63bb266d928b1aefbe3b60790e60809ee51d65420f11535204e6afbc90bb5c3", "ClaimCumulativeMerkleRewards(address,address,(uint64,address,uint256,uint256,bytes32))", {"rewardee": indexed(p.address), "network": indexed(p.address), "leaf": p.struct({"chainId": p.uint64, "token": p.address, "rewardeeType": p.uint256, "amount": p.uint256, "rewardeeDataHash": p.bytes32})}),
    ClaimCuratorFee: event("0xc66210b3e0c792b21f683583b0eefde09c52a2d7a37b652dc6c0abe71c9af2bc", "ClaimCuratorFee(address,address,uint256)", {"vault": indexed(p.address), "token": indexed(p.address), "amount": p.uint256}),
    ClaimCuratorFees: event("0xb8168ce970fea31a66517b0f2b9064db1aca670e136fe6bbe873ed3725b7578f", "ClaimCuratorFees(address,address,uint256)", {"vault": indexed(p.address), "token": indexed(p.address), "amount": p.uint256}),
    ClaimOperatorFee: event("0x641df03b69eecb40f0fd6d2222dcd4be8d6647e22f7d67b616a4c5060a40a4b0", "ClaimOperatorFee(address,address,address,address,uint256,uint256)", {"operator": indexed(p.address), "network": indexed(p.address), "token": indexed(p.address), "vault": p.address, "amount": p.uint256, "lastUnclaimedIndex": p.uint256}),
    ClaimOperatorFees: event("0x2872e04442f4ef6a9f172193eb9124e865aacc91e5075fd9a8bd258d238cd9c7", "ClaimOperatorFees(address,address,address,address,uint256,uint256,uint256)", {"operator": indexed(p.address), "network": indexed(p.address), "token": indexed(p.address), "vault": p.address, "amount": p.uint256, "firstClaimedReward": p.uint256, "rewardsClaimed": p.uint256}),
    ClaimProtocolFee: event("0x6ec620dc21a80aff1281aac3592cbd6b0554bbf810aa4b75338ef3cc9ae1a66c", "ClaimProtocolFee(address,uint256)", {"token": indexed(p.address), "fees": p.uint256}),
    ClaimProtocolFees: event("0x175b790d44599ca70432cc8d1406504cb3a28fc13ff995c06dde6663412b211a", "ClaimProtocolFees(address,uint256)", {"token": indexed(p.address), "fees": p.uint256}),
    'ClaimVaultSnapshotRewards(address indexed,address indexed,address indexed,address,uint256,uint256)': event("0xd8f94d65ed91a472c43c686de655441a338adc510a14a16461c27d27105cdaf1", "ClaimVaultSnapshotRewards(address,address,address,address,uint256,uint256)", {"staker": indexed(p.address), "network": indexed(p.address), "token": indexed(p.address), "vault": p.address, "amount": p.uint256, "lastUnclaimedIndex": p.uint256}),
    'ClaimVaultSnapshotRewards(address indexed,address indexed,address indexed,address,uint256,uint256,uint256)': event("0x562a5f332b412e2aa1bf870f00bf6d1abcf4ea35d40a9e77f5f321f47156d2b4", "ClaimVaultSnapshotRewards(address,address,address,address,uint256,uint256,uint256)", {"staker": indexed(p.address), "network": indexed(p.address), "token": indexed(p.address), "vault": p.address, "amount": p.uint256, "firstClaimedReward": p.uint256, "rewardsClaimed": p.uint256}),
    DeductProtocolFee: event("0x4501da9962e7bc7042606d78fbc4649c8c26fea4154e1e8e0807b6bc1f7cb6b0", "DeductProtocolFee(uint64,address,address,uint256)", {"rewardsType": indexed(p.uint64), "network": indexed(p.address), "token": indexed(p.address), "fees": p.uint256}),
    DepositCumulativeMerkleRewards: event("0xca38721e490d806706270f5c048651ed3d32fcdbcd162327353da43408c0cf6f", "DepositCumulativeMerkleRewards(address,address,uint256)", {"network": indexed(p.address), "token": indexed(p.address), "amount": p.uint256}),
    DistributeCumulativeMerkleRewards: event("0x74f1855e6faffc99b8241a8a9731c68126e1e7d4994755416affb37e4be4e443", "DistributeCumulativeMerkleRewards(address,(uint48,bytes32))", {"network": indexed(p.address), "cumulativeDistribution": p.struct({"timestamp": p.uint48, "merkleRoot": p.bytes32})}),
    DistributeDonationRewards: event("0x546c21363f831f8decc73ffdd36db53182e1c27887c7ac9e6fd79eefd14167f6", "DistributeDonationRewards(address,address,uint256)", {"distributor": indexed(p.address), "vault": indexed(p.address), "amount": p.uint256}),
    DistributeVaultSnapshotRewards: event("0xdc66ca60d459d7b828ed44c7634bd7302ddcc804baf46ce96fa74d29a232d4c3", "DistributeVaultSnapshotRewards(address,address,address,uint96,uint48,uint256,uint256,uint256)", {"network": indexed(p.address), "token": indexed(p.address), "vault": indexed(p.address), "subnetworkId": p.uint96, "timestamp": p.uint48, "amount": p.uint256, "curatorFees": p.uint256, "operatorsFees": p.uint256}),
    SetProtocol: event("0x64bb3d1efea184c5281e346cdecb8a60e15240c8b0978166a74f8a9b50918c26", "SetProtocol(address)", {"protocol": indexed(p.address)}),
    SetRewarder: event("0x8fad2813325f249edfff17f0c9d628c4a5cec339f77e49be1adb67862b4a6022", "SetRewarder(address,address)", {"network": indexed(p.address), "rewarder": p.address}),
    WithdrawCumulativeMerkleRewards: event("0xef62027c225197f50d414cd39a4109ca6a8fe2730f5b3506bdef6eaff14a78f4", "WithdrawCumulativeMerkleRewards(address,address,uint256)", {"network": indexed(p.address), "token": indexed(p.address), "amount": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type AccountCuratorFeesEventArgs = EParams<typeof events.AccountCuratorFees>
export type AccountProtocolFeesEventArgs = EParams<typeof events.AccountProtocolFees>
export type ClaimCumulativeMerkleRewardsEventArgs_0 = EParams<typeof events['ClaimCumulativeMerkleRewards(address indexed,address indexed,(address,uint256,uint256,bytes32))']>
export type ClaimCumulativeMerkleRewardsEventArgs_1 = EParams<typeof events['ClaimCumulativeMerkleRewards(address indexed,address indexed,(uint64,address,uint256,uint256,bytes32))']>
export type ClaimCuratorFeeEventArgs = EParams<typeof events.ClaimCuratorFee>
export type ClaimCuratorFeesEventArgs = EParams<typeof events.ClaimCuratorFees>
export type ClaimOperatorFeeEventArgs = EParams<typeof events.ClaimOperatorFee>
export type ClaimOperatorFeesEventArgs = EParams<typeof events.ClaimOperatorFees>
export type ClaimProtocolFeeEventArgs = EParams<typeof events.ClaimProtocolFee>
export type ClaimProtocolFeesEventArgs = EParams<typeof events.ClaimProtocolFees>
export type ClaimVaultSnapshotRewardsEventArgs_0 = EParams<typeof events['ClaimVaultSnapshotRewards(address indexed,address indexed,address indexed,address,uint256,uint256)']>
export type ClaimVaultSnapshotRewardsEventArgs_1 = EParams<typeof events['ClaimVaultSnapshotRewards(address indexed,address indexed,address indexed,address,uint256,uint256,uint256)']>
export type DeductProtocolFeeEventArgs = EParams<typeof events.DeductProtocolFee>
export type DepositCumulativeMerkleRewardsEventArgs = EParams<typeof events.DepositCumulativeMerkleRewards>
export type DistributeCumulativeMerkleRewardsEventArgs = EParams<typeof events.DistributeCumulativeMerkleRewards>
export type DistributeDonationRewardsEventArgs = EParams<typeof events.DistributeDonationRewards>
export type DistributeVaultSnapshotRewardsEventArgs = EParams<typeof events.DistributeVaultSnapshotRewards>
export type SetProtocolEventArgs = EParams<typeof events.SetProtocol>
export type SetRewarderEventArgs = EParams<typeof events.SetRewarder>
export type WithdrawCumulativeMerkleRewardsEventArgs = EParams<typeof events.WithdrawCumulativeMerkleRewards>
