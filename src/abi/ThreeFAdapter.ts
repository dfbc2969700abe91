import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    Convert: event("0x7075a137625ff5ecaa8ebb3504dd43a14bf2f8671448a5cba48287d3a0621af0", "Convert(bytes,address,uint256,address,(uint256,uint32,bytes32))", {"orderUid": p.bytes, "tokenIn": indexed(p.address), "amountIn": p.uint256, "tokenOut": indexed(p.address), "params": p.struct({"buyAmount": p.uint256, "validTo": p.uint32, "appData": p.bytes32})}),
    FinalizeRequest: event("0x460ddcbfa585517e087c786ee28761241c76d281a0bf6961d63f58d72eb413a2", "FinalizeRequest(address)", {"request": indexed(p.address)}),
    InvalidateConvert: event("0x0cd5ecaf9e05da636afe16a0f03d0a9db0b9720e2914fea39cf38d73a71ac37f", "InvalidateConvert(bytes)", {"orderUid": p.bytes}),
    InvalidateConverts: event("0xdb664d1ef6685b7d7d6a2fa783bcbf0c33f095c741f6e1c42c0ff107dc496922", "InvalidateConverts(address)", {"tokenIn": indexed(p.address)}),
    OnRequestConsumed: event("0x09d9bcf9c1ba0660405b7762a9d8a66b6ea2b7bc8cf30d0693704dd667f34e8b", "OnRequestConsumed(address,(address,uint256,uint256,uint256,uint256,bool),uint256,uint256)", {"request": indexed(p.address), "offer": p.struct({"maker": p.address, "amount": p.uint256, "expectedReturn": p.uint256, "nonce": p.uint256, "expiration": p.uint256, "useCallback": p.bool}), "principalAssets": p.uint256, "yieldAssets": p.uint256}),
    PrepareConvert: event("0x510cc597c708c4b72e455fb5289c3e5a57415a53ed7c49a2117beff4438573a8", "PrepareConvert(address,uint256,address,bytes)", {"tokenIn": indexed(p.address), "amountIn": p.uint256, "tokenOut": indexed(p.address), "data": p.bytes}),
    SetConverters: event("0x2212620f29950dcdeb2aa11f603f29abbeb471b91fa28fb2641b1fd9d405c067", "SetConverters(address[])", {"converters": p.array(p.address)}),
    SetLimitsPerRequest: event("0xf592d0d08f673cbf2d16dcfbc06857b467198852f778b507c62a03442a1b2d28", "SetLimitsPerRequest(uint256,uint256,uint256)", {"minYieldPerRequest": p.uint256, "minAssetsPerRequest": p.uint256, "maxAssetsPerRequest": p.uint256}),
    SetOfferSigner: event("0xa0988fc1a8aee9e42bf83cf2098a1ab27094bc6b063ec73c4a267d64eb017542", "SetOfferSigner(address)", {"offerSigner": indexed(p.address)}),
    SetRequestNonce: event("0xb9ae3c5122619a7c514bb762658e931e104d36e1832adec02e848b261a538183", "SetRequestNonce(address,uint256)", {"request": indexed(p.address), "nonce": p.uint256}),
    SetVault: event("0xd459c7242e23d490831b5676a611c4342d899d28f342d89ae80793e56a930f30", "SetVault(address)", {"vault": indexed(p.address)}),
}

export class Contract extends ContractBase {
}

/// Event types
export type ConvertEventArgs = EParams<typeof events.Convert>
export type FinalizeRequestEventArgs = EParams<typeof events.FinalizeRequest>
export type InvalidateConvertEventArgs = EParams<typeof events.InvalidateConvert>
export type InvalidateConvertsEventArgs = EParams<typeof events.InvalidateConverts>
export type OnRequestConsumedEventArgs = EParams<typeof events.OnRequestConsumed>
export type PrepareConvertEventArgs = EParams<typeof events.PrepareConvert>
export type SetConvertersEventArgs = EParams<typeof events.SetConverters>
export type SetLimitsPerRequestEventArgs = EParams<typeof events.SetLimitsPerRequest>
export type SetOfferSignerEventArgs = EParams<typeof events.SetOfferSigner>
export type SetRequestNonceEventArgs = EParams<typeof events.SetRequestNonce>
export type SetVaultEventArgs = EParams<typeof events.SetVault>
