import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    AddTokenToRedeem: event("0x5f32259d5292485fd235559f0cff88cb18ef3d09d44aea931403c5ded5fc9f2b", "AddTokenToRedeem(address,address)", {"tokenToRedeem": indexed(p.address), "account": indexed(p.address)}),
    Convert: event("0x7075a137625ff5ecaa8ebb3504dd43a14bf2f8671448a5cba48287d3a0621af0", "Convert(bytes,address,uint256,address,(uint256,uint32,bytes32))", {"orderUid": p.bytes, "tokenIn": indexed(p.address), "amountIn": p.uint256, "tokenOut": indexed(p.address), "params": p.struct({"buyAmount": p.uint256, "validTo": p.uint32, "appData": p.bytes32})}),
    DepositToAcquire: event("0x43b3136ab574340cd0ab639ab932b5dfbfd94da466986b1025f84bd359d2f445", "DepositToAcquire(address,address,uint256)", {"who": indexed(p.address), "tokenToRedeem": indexed(p.address), "amount": p.uint256}),
    DoSwap: event("0x4152adf3390c14101d81fa2579ca39f6cddb604f4245a525490a777afafcaa1e", "DoSwap((address,address,uint256,uint256))", {"swap": p.struct({"recipient": p.address, "tokenIn": p.address, "amountIn": p.uint256, "amountOut": p.uint256})}),
    Initialize: event("0xb99039aac150084151e681a836d6d9631c0d78625c6c09a33f2157c74f4af539", "Initialize((address,address))", {"params": p.struct({"pauser": p.address, "unpauser": p.address})}),
    InvalidateConvert: event("0x0cd5ecaf9e05da636afe16a0f03d0a9db0b9720e2914fea39cf38d73a71ac37f", "InvalidateConvert(bytes)", {"orderUid": p.bytes}),
    InvalidateConverts: event("0xdb664d1ef6685b7d7d6a2fa783bcbf0c33f095c741f6e1c42c0ff107dc496922", "InvalidateConverts(address)", {"tokenIn": indexed(p.address)}),
    InvalidateNonce: event("0x294baeb3162c5caef603a11b80be3b7422473c4380865fecc65e3422f1f8b4d6", "InvalidateNonce(address,uint256)", {"tokenToRedeem": indexed(p.address), "nonce": indexed(p.uint256)}),
    PrepareConvert: event("0x510cc597c708c4b72e455fb5289c3e5a57415a53ed7c49a2117beff4438573a8", "PrepareConvert(address,uint256,address,bytes)", {"tokenIn": indexed(p.address), "amountIn": p.uint256, "tokenOut": indexed(p.address), "data": p.bytes}),
    RemoveTokenToRedeem: event("0x8998e0e27970c7d27f4ba379de5da28b62def3add77fd6329c021fedde2263c1", "RemoveTokenToRedeem(address)", {"tokenToRedeem": indexed(p.address)}),
    SetConverters: event("0x2212620f29950dcdeb2aa11f603f29abbeb471b91fa28fb2641b1fd9d405c067", "SetConverters(address[])", {"converters": p.array(p.address)}),
    SetFiller: event("0x3d800b49f684e2981f26aa387e017232b4c9f220a9058b90639bb30b9fafeb84", "SetFiller(address,address,bool)", {"marketMaker": indexed(p.address), "filler": indexed(p.address), "status": p.bool}),
    SetLimit: event("0x195f01c216465063f9e6a5cc900b834b284e36961065b3d5f63b115ecd88582a", "SetLimit(address,uint256)", {"tokenToRedeem": indexed(p.address), "newLimit": p.uint256}),
    SetMarketMaker: event("0x91c7c4816685f676b7f12953bffd031e09ee4e1ab280ea728f0878b9e6169d27", "SetMarketMaker(address,bool)", {"newMarketMaker": indexed(p.address), "newCanAcquire": p.bool}),
    SetMinDiscount: event("0xd842ee806832c3e5f5e97d22f096a87f9042e992a2d37a2b14077a81804d5ff7", "SetMinDiscount(address,uint256)", {"tokenToRedeem": indexed(p.address), "newMinDiscount": p.uint256}),
    SetPauser: event("0xe02efb9e8f0fc21546730ab32d594f62d586e1bbb15bb5045edd0b1878a77b35", "SetPauser(address)", {"newPauser": indexed(p.address)}),
    SetReceiver: event("0xff26e1bf0ab0473866e896a80844fef5835a5aac787e3094dc8737788c450d3e", "SetReceiver(address,address)", {"who": indexed(p.address), "receiver": indexed(p.address)}),
    SetUnpauser: event("0x96440fd41a54d00eb948fd0859c1032db61858c87096ac9b38620453b5078557", "SetUnpauser(address)", {"newUnpauser": indexed(p.address)}),
    SetVault: event("0xd459c7242e23d490831b5676a611c4342d899d28f342d89ae80793e56a930f30", "SetVault(address)", {"vault": indexed(p.address)}),
    WithdrawToAcquire: event("0xc9f36ee08fa818d79e973b718349a2d483dc5c6058b82931c2611e9d7dd3b664", "WithdrawToAcquire(address,address,uint256)", {"who": indexed(p.address), "tokenToRedeem": indexed(p.address), "amount": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type AddTokenToRedeemEventArgs = EParams<typeof events.AddTokenToRedeem>
export type ConvertEventArgs = EParams<typeof events.Convert>
export type DepositToAcquireEventArgs = EParams<typeof events.DepositToAcquire>
export type DoSwapEventArgs = EParams<typeof events.DoSwap>
export type InitializeEventArgs = EParams<typeof events.Initialize>
export type InvalidateConvertEventArgs = EParams<typeof events.InvalidateConvert>
export type InvalidateConvertsEventArgs = EParams<typeof events.InvalidateConverts>
export type InvalidateNonceEventArgs = EParams<typeof events.InvalidateNonce>
export type PrepareConvertEventArgs = EParams<typeof events.PrepareConvert>
export type RemoveTokenToRedeemEventArgs = EParams<typeof events.RemoveTokenToRedeem>
export type SetConvertersEventArgs = EParams<typeof events.SetConverters>
export type SetFillerEventArgs = EParams<typeof events.SetFiller>
export type SetLimitEventArgs = EParams<typeof events.SetLimit>
export type SetMarketMakerEventArgs = EParams<typeof events.SetMarketMaker>
export type SetMinDiscountEventArgs = EParams<typeof events.SetMinDiscount>
export type SetPauserEventArgs = EParams<typeof events.SetPauser>
export type SetReceiverEventArgs = EParams<typeof events.SetReceiver>
export type SetUnpauserEventArgs = EParams<typeof events.SetUnpauser>
export type SetVaultEventArgs = EParams<typeof events.SetVault>
export type WithdrawToAcquireEventArgs = EParams<typeof events.WithdrawToAcquire>
