import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    AccrueInterest: event("0x4dec04e750ca11537cabcd8a9eab06494de08da3735bc8871cd41250e190bc04", "AccrueInterest(uint256,uint256,uint256,uint256)", {"newTotalAssets": p.uint256, "managementFeeShares": p.uint256, "performanceFeeShares": p.uint256, "protocolFeeShares": p.uint256}),
    Approval: event("0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925", "Approval(address,address,uint256)", {"owner": indexed(p.address), "spender": indexed(p.address), "value": p.uint256}),
    Deposit: event("0xdcbc1c05240f31ff3ad067ef1ee35ce4997762752e3a095284754544f4c709d7", "Deposit(address,address,uint256,uint256)", {"sender": indexed(p.address), "owner": indexed(p.address), "assets": p.uint256, "shares": p.uint256}),
    Initialize: event("0x9592a788480abe23104061ced6b65c10e8fb4403ff5fc3f3b7d32076c5d5a35d", "Initialize((string,string,address,bool,address,uint256,bool,address,address,address,address,address,address,address,bytes))", {"params": p.struct({"name": p.string, "symbol": p.string, "asset": p.address, "depositWhitelist": p.bool, "depositorToWhitelist": p.address, "depositLimit": p.uint256, "isDepositLimit": p.bool, "defaultAdminRoleHolder": p.address, "managementFeeRoleHolder": p.address, "performanceFeeRoleHolder": p.address, "depositLimitSetRoleHolder": p.address, "depositorWhitelistRoleHolder": p.address, "isDepositLimitSetRoleHolder": p.address, "depositWhitelistSetRoleHolder": p.address, "delegatorParams": p.bytes})}),
    Pull: event("0xd732b38a108d3e36408cf50fc7a4c5223556e15155834fac3927a92363f2d78e", "Pull(uint256,address)", {"assets": p.uint256, "receiver": indexed(p.address)}),
    Push: event("0x7e983771788a1b65d6dc0ecdf3fbc77d2d354dc3748aec0a4dcb505a28295e2a", "Push(uint256,address)", {"assets": p.uint256, "owner": indexed(p.address)}),
    SetDelegator: event("0xdb2160616f776a37b24808115554e79439bf26cccbbd4438190cc6d28e80ecd1", "SetDelegator(address)", {"delegator": indexed(p.address)}),
    SetDepositLimit: event("0x854df3eb95564502c8bc871ebdd15310ee26270f955f6c6bd8cea68e75045bc0", "SetDepositLimit(uint256)", {"limit": p.uint256}),
    SetDepositWhitelist: event("0x3e12b7b36c75ac9609a3f58609b331210428e1a85909132638955ba0301eec33", "SetDepositWhitelist(bool)", {"status": p.bool}),
    SetDepositorWhitelistStatus: event("0xf991b1ecfb5115cbb36a2b2e2240c058406d2acc2fcc6e9e2dc99d845ff70a62", "SetDepositorWhitelistStatus(address,bool)", {"account": indexed(p.address), "status": p.bool}),
    SetIsDepositLimit: event("0xfa7a25a0b611d4ba3c0ea990e90dc23d484a5dd7a1be4733fef2946ba74530c6", "SetIsDepositLimit(bool)", {"status": p.bool}),
    SetManagementFee: event("0x7fdd7f02425820fbdb2857a5af2bcf61347a9dc00fb775254391a87d89dc3c22", "SetManagementFee(uint256,address)", {"fee": p.uint256, "receiver": indexed(p.address)}),
    SetPerformanceFee: event("0xb34da6bc684962bf7736edd02c9595d94cf7a469ab5df1e3edc693a7cb332d93", "SetPerformanceFee(uint256,address)", {"fee": p.uint256, "receiver": indexed(p.address)}),
    SetWithdrawalQueue: event("0x754f348799e85fd8a8e2c9273d677d3e7275ca1e49dd980c9d5f5f0f0134e091", "SetWithdrawalQueue(address)", {"withdrawalQueue": indexed(p.address)}),
    Transfer: event("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef", "Transfer(address,address,uint256)", {"from": indexed(p.address), "to": indexed(p.address), "value": p.uint256}),
    UpdateProtocolFee: event("0xe0317d2dfc8a343ba6f58ba1ea66140c1bbda69c52250f8fd297e4d566c8d672", "UpdateProtocolFee(address,uint96,uint96)", {"receiver": indexed(p.address), "managementFee": p.uint96, "performanceFee": p.uint96}),
    Withdraw: event("0xfbde797d201c681b91056529119e0b02407c7bb96a4a2c75c01fc9667232c8db", "Withdraw(address,address,address,uint256,uint256)", {"sender": indexed(p.address), "receiver": indexed(p.address), "owner": indexed(p.address), "assets": p.uint256, "shares": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type AccrueInterestEventArgs = EParams<typeof events.AccrueInterest>
export type ApprovalEventArgs = EParams<typeof events.Approval>
export type DepositEventArgs = EParams<typeof events.Deposit>
export type InitializeEventArgs = EParams<typeof events.Initialize>
export type PullEventArgs = EParams<typeof events.Pull>
export type PushEventArgs = EParams<typeof events.Push>
export type SetDelegatorEventArgs = EParams<typeof events.SetDelegator>
export type SetDepositLimitEventArgs = EParams<typeof events.SetDepositLimit>
export type SetDepositWhitelistEventArgs = EParams<typeof events.SetDepositWhitelist>
export type SetDepositorWhitelistStatusEventArgs = EParams<typeof events.SetDepositorWhitelistStatus>
export type SetIsDepositLimitEventArgs = EParams<typeof events.SetIsDepositLimit>
export type SetManagementFeeEventArgs = EParams<typeof events.SetManagementFee>
export type SetPerformanceFeeEventArgs = EParams<typeof events.SetPerformanceFee>
export type SetWithdrawalQueueEventArgs = EParams<typeof events.SetWithdrawalQueue>
export type TransferEventArgs = EParams<typeof events.Transfer>
export type UpdateProtocolFeeEventArgs = EParams<typeof events.UpdateProtocolFee>
export type WithdrawEventArgs = EParams<typeof events.Withdraw>
