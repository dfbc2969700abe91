import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    Approval: event("0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925", "Approval(address,address,uint256)", {"owner": indexed(p.address), "spender": indexed(p.address), "value": p.uint256}),
    DelegateChanged: event("0x3134e8a2e6d97e929a7e54011ea5485d7d196dd5f0ba4d4ef95803e8e3fc257f", "DelegateChanged(address,address,address)", {"delegator": indexed(p.address), "fromDelegate": indexed(p.address), "toDelegate": indexed(p.address)}),
    DelegateVotesChanged: event("0xdec2bacdd2f05b59de34da9b523dff8be42e5e38e818c82fdb0bae774387a724", "DelegateVotesChanged(address,uint256,uint256)", {"delegate": indexed(p.address), "previousBalance": p.uint256, "newBalance": p.uint256}),
    EIP712DomainChanged: event("0x0a6387c9ea3628b88a633bb4f3b151770f70085117a15f9bf3787cda53f13d31", "EIP712DomainChanged()", {}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    Mint: event("0x0f6798a560793a54c3bcfe86a93cde1e73087d944c0ea20544137d4121396885", "Mint(address,uint256)", {"minter": indexed(p.address), "amount": p.uint256}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    SetAllowedFrom: event("0xcf20b1ecb604b0e8888d579c64e8a3b10e590d45c1c2dddb393bed2843622271", "SetAllowedFrom(address,bool)", {"from": indexed(p.address), "isAllowedFrom": p.bool}),
    SetAllowedTo: event("0x72a561d1af7409467dae4f1e9fc52590a9335a1dda17727e2b6aa8c4db35109b", "SetAllowedTo(address,bool)", {"to": indexed(p.address), "isAllowedTo": p.bool}),
    TokenUnwrapped: event("0x7f8146ca1ae17ad17561461ef221d97c8160bfddcae0edb68f53ce8dc5ce4af3", "TokenUnwrapped(address,uint256)", {"account": indexed(p.address), "amount": p.uint256}),
    TokenWrapped: event("0x2273a99739c31a37346636a3013c2cedebee7cd5b4c560faded39d298c1dd45c", "TokenWrapped(address,uint256)", {"account": indexed(p.address), "amount": p.uint256}),
    Transfer: event("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef", "Transfer(address,address,uint256)", {"from": indexed(p.address), "to": indexed(p.address), "value": p.uint256}),
    TransferRestrictionsDisabled: event("0x2b18986d3ba809db2f13a5d7bf17f60d357b37d9cbb55dd71cbbac8dc4060f64", "TransferRestrictionsDisabled()", {}),
}

export class Contract extends ContractBase {
}

/// Event types
export type ApprovalEventArgs = EParams<typeof events.Approval>
export type DelegateChangedEventArgs = EParams<typeof events.DelegateChanged>
export type DelegateVotesChangedEventArgs = EParams<typeof events.DelegateVotesChanged>
export type EIP712DomainChangedEventArgs = EParams<typeof events.EIP712DomainChanged>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type MintEventArgs = EParams<typeof events.Mint>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type SetAllowedFromEventArgs = EParams<typeof events.SetAllowedFrom>
export type SetAllowedToEventArgs = EParams<typeof events.SetAllowedTo>
export type TokenUnwrappedEventArgs = EParams<typeof events.TokenUnwrapped>
export type TokenWrappedEventArgs = EParams<typeof events.TokenWrapped>
export type TransferEventArgs = EParams<typeof events.Transfer>
export type TransferRestrictionsDisabledEventArgs = EParams<typeof events.TransferRestrictionsDisabled>
