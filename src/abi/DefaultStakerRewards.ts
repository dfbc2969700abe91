import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    ClaimAdminFee: event("0x6059a38198b1dc42b3791087d1ff0fbd72b3179553c25f678cd246f52ffaaf59", "ClaimAdminFee(address,uint256)", {"recipient": indexed(p.address), "amount": p.uint256}),
    'ClaimRewards(address indexed,address indexed,address indexed,address,uint256,uint256,uint256)': event("0x376215be8cf5117776ebc282116cf6e99075dc479274a0ab44bf5856bb3919d7", "ClaimRewards(address,address,address,address,uint256,uint256,uint256)", {"token": indexed(p.address), "network": indexed(p.address), "claimer": indexed(p.address), "recipient": p.address, "firstRewardIndex": p.uint256, "numRewards": p.uint256, "amount": p.uint256}),
    'ClaimRewards(address indexed,address indexed,address indexed,uint256,address)': event("0x88744b3615a11586336358f196290c37189c924b0ce7f612d07789041af7cde4", "ClaimRewards(address,address,address,uint256,address)", {"network": indexed(p.address), "token": indexed(p.address), "claimer": indexed(p.address), "amount": p.uint256, "recipient": p.address}),
    ClaimRewardsExtra: event("0xacd14cc0b0a59979040123e9ce2601bfc1ec40c1360bcc405e1ca188f17b7fc6", "ClaimRewardsExtra(address,address,address,uint256,uint256)", {"network": indexed(p.address), "token": indexed(p.address), "claimer": indexed(p.address), "firstClaimedRewardIndex": p.uint256, "rewardsClaimed": p.uint256}),
    'DistributeRewards(address indexed,address indexed,uint256,bytes)': event("0xf6101460e0ced9671f166f53bda732cf79afc891a70034b18d2db13a4b6bccb6", "DistributeRewards(address,address,uint256,bytes)", {"network": indexed(p.address), "token": indexed(p.address), "amount": p.uint256, "data": p.bytes}),
    'DistributeRewards(address indexed,address indexed,uint256,uint256,uint48)': event("0x52c39ebed294659631d22a2341c526a86ab683888dccb1429ac42c6e413d4b7b", "DistributeRewards(address,address,uint256,uint256,uint48)", {"network": indexed(p.address), "token": indexed(p.address), "distributeAmount": p.uint256, "adminFeeAmount": p.uint256, "timestamp": p.uint48}),
    InitVault: event("0x108cccaed2dfffe466544dfa3900b2fa5e707bb00ded59de6a950479b923216f", "InitVault(address)", {"vault": p.address}),
    SetAdminFee: event("0x2f0d0ace1d699b471d7b39522b5c8aae053bce1b422b7a4fe8f09bd6562a4b74", "SetAdminFee(uint256)", {"adminFee": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type ClaimAdminFeeEventArgs = EParams<typeof events.ClaimAdminFee>
export type ClaimRewardsEventArgs_0 = EParams<typeof events['ClaimRewards(address indexed,address indexed,address indexed,address,uint256,uint256,uint256)']>
export type ClaimRewardsEventArgs_1 = EParams<typeof events['ClaimRewards(address indexed,address indexed,address indexed,uint256,address)']>
export type ClaimRewardsExtraEventArgs = EParams<typeof events.ClaimRewardsExtra>
export type DistributeRewardsEventArgs_0 = EParams<typeof events['DistributeRewards(address indexed,address indexed,uint256,bytes)']>
export type DistributeRewardsEventArgs_1 = EParams<typeof events['DistributeRewards(address indexed,address indexed,uint256,uint256,uint48)']>
export type InitVaultEventArgs = EParams<typeof events.InitVault>
export type SetAdminFeeEventArgs = EParams<typeof events.SetAdminFee>
