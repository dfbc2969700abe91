import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    Approval: event("0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925", "Approval(address,address,uint256)", {"owner": indexed(p.address), "spender": indexed(p.address), "value": p.uint256}),
    Claim: event("0x865ca08d59f5cb456e85cd2f7ef63664ea4f73327414e9d8152c4158b0e94645", "Claim(address,address,uint256,uint256)", {"claimer": indexed(p.address), "recipient": indexed(p.address), "epoch": p.uint256, "amount": p.uint256}),
    ClaimBatch: event("0x326b6aff1cd2fb1c8234de4f9dcfb9047c5c36eb9ef2eb34af5121e969a75d27", "ClaimBatch(address,address,uint256[],uint256)", {"claimer": indexed(p.address), "recipient": indexed(p.address), "epochs": p.array(p.uint256), "amount": p.uint256}),
    Deposit: event("0xdcbc1c05240f31ff3ad067ef1ee35ce4997762752e3a095284754544f4c709d7", "Deposit(address,address,uint256,uint256)", {"depositor": indexed(p.address), "onBehalfOf": indexed(p.address), "amount": p.uint256, "shares": p.uint256}),
    Initialized: event("0xc7f505b2f371ae2175ee4913f4499e1f2633a7b5936321eed1cdaeb6115181d2", "Initialized(uint64)", {"version": p.uint64}),
    OnSlash: event("0xf9d090c096f71cd1659861a9ce5b6f384bceb4e2fa4e4a19edf6489a9b8d56c7", "OnSlash(uint256,uint48,uint256)", {"amount": p.uint256, "captureTimestamp": p.uint48, "slashedAmount": p.uint256}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    RoleAdminChanged: event("0xbd79b86ffe0ab8e8776151514217cd7cacd52c909f66475c3af44e129f0b00ff", "RoleAdminChanged(bytes32,bytes32,bytes32)", {"role": indexed(p.bytes32), "previousAdminRole": indexed(p.bytes32), "newAdminRole": indexed(p.bytes32)}),
    RoleGranted: event("0x2f8788117e7eff1d82e926ec794901d17c78024a50270940304540a733656f0d", "RoleGranted(bytes32,address,address)", {"role": indexed(p.bytes32), "account": indexed(p.address), "sender": indexed(p.address)}),
    RoleRevoked: event("0xf6391f5c32d9c69d2a47ea670b442974b53935d1edc7fd64eb21e047a839171b", "RoleRevoked(bytes32,address,address)", {"role": indexed(p.bytes32), "account": indexed(p.address), "sender": indexed(p.address)}),
    SetDelegator: event("0xdb2160616f776a37b24808115554e79439bf26cccbbd4438190cc6d28e80ecd1", "SetDelegator(address)", {"delegator": indexed(p.address)}),
    SetDepositLimit: event("0x854df3eb95564502c8bc871ebdd15310ee26270f955f6c6bd8cea68e75045bc0", "SetDepositLimit(uint256)", {"limit": p.uint256}),
    SetDepositWhitelist: event("0x3e12b7b36c75ac9609a3f58609b331210428e1a85909132638955ba0301eec33", "SetDepositWhitelist(bool)", {"status": p.bool}),
    SetDepositorWhitelistStatus: event("0xf991b1ecfb5115cbb36a2b2e2240c058406d2acc2fcc6e9e2dc99d845ff70a62", "SetDepositorWhitelistStatus(address,bool)", {"account": indexed(p.address), "status": p.bool}),
    SetIsDepositLimit: event("0xfa7a25a0b611d4ba3c0ea990e90dc23d484a5dd7a1be4733fef2946ba74530c6", "SetIsDepositLimit(bool)", {"status": p.bool}),
    SetSlasher: event("0xe7e4c932e03abddfe20f83af42c33627e816115c7ec2b168441f65dc14bfc3ba", "SetSlasher(address)", {"slasher": indexed(p.address)}),
    Transfer: event("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef", "Transfer(address,address,uint256)", {"from": indexed(p.address), "to": indexed(p.address), "value": p.uint256}),
    Withdraw: event("0xebff2602b3f468259e1e99f613fed6691f3a6526effe6ef3e768ba7ae7a36c4f", "Withdraw(address,address,uint256,uint256,uint256)", {"withdrawer": indexed(p.address), "claimer": indexed(p.address), "amount": p.uint256, "burnedShares": p.uint256, "mintedShares": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type ApprovalEventArgs = EParams<typeof events.Approval>
export type ClaimEventArgs = EParams<typeof events.Claim>
export type ClaimBatchEventArgs = EParams<typeof events.ClaimBatch>
export type DepositEventArgs = EParams<typeof events.Deposit>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type OnSlashEventArgs = EParams<typeof events.OnSlash>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type RoleAdminChangedEventArgs = EParams<typeof events.RoleAdminChanged>
export type RoleGrantedEventArgs = EParams<typeof events.RoleGranted>
export type RoleRevokedEventArgs = EParams<typeof events.RoleRevoked>
export type SetDelegatorEventArgs = EParams<typeof events.SetDelegator>
export type SetDepositLimitEventArgs = EParams<typeof events.SetDepositLimit>
export type SetDepositWhitelistEventArgs = EParams<typeof events.SetDepositWhitelist>
export type SetDepositorWhitelistStatusEventArgs = EParams<typeof events.SetDepositorWhitelistStatus>
export type SetIsDepositLimitEventArgs = EParams<typeof events.SetIsDepositLimit>
export type SetSlasherEventArgs = EParams<typeof events.SetSlasher>
export type TransferEventArgs = EParams<typeof events.Transfer>
export type WithdrawEventArgs = EParams<typeof events.Withdraw>
