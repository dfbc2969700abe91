import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    Convert: event("0x7075a137625ff5ecaa8ebb3504dd43a14bf2f8671448a5cba48287d3a0621af0", "Convert(bytes,address,uint256,address,(uint256,uint32,bytes32))", {"orderUid": p.bytes, "tokenIn": indexed(p.address), "amountIn": p.uint256, "tokenOut": indexed(p.address), "params": p.struct({"buyAmount": p.uint256, "validTo": p.uint32, "appData": p.bytes32})}),
    Initialize: event("0x36b1453565f45af7b509b59d5e2eac8f1948ea9e3e193db6663b4101afb6382c", "Initialize(address)", {"target": indexed(p.address)}),
    InvalidateConvert: event("0x0cd5ecaf9e05da636afe16a0f03d0a9db0b9720e2914fea39cf38d73a71ac37f", "InvalidateConvert(bytes)", {"orderUid": p.bytes}),
    InvalidateConverts: event("0xdb664d1ef6685b7d7d6a2fa783bcbf0c33f095c741f6e1c42c0ff107dc496922", "InvalidateConverts(address)", {"tokenIn": indexed(p.address)}),
    PrepareConvert: event("0x510cc597c708c4b72e455fb5289c3e5a57415a53ed7c49a2117beff4438573a8", "PrepareConvert(address,uint256,address,bytes)", {"tokenIn": indexed(p.address), "amountIn": p.uint256, "tokenOut": indexed(p.address), "data": p.bytes}),
    SetConverters: event("0x2212620f29950dcdeb2aa11f603f29abbeb471b91fa28fb2641b1fd9d405c067", "SetConverters(address[])", {"converters": p.array(p.address)}),
    SetVault: event("0xd459c7242e23d490831b5676a611c4342d899d28f342d89ae80793e56a930f30", "SetVault(address)", {"vault": indexed(p.address)}),
}

export class Contract extends ContractBase {
}

/// Event types
export type ConvertEventArgs = EParams<typeof events.Convert>
export type InitializeEventArgs = EParams<typeof events.Initialize>
export type InvalidateConvertEventArgs = EParams<typeof events.InvalidateConvert>
export type InvalidateConvertsEventArgs = EParams<typeof events.InvalidateConverts>
export type PrepareConvertEventArgs = EParams<typeof events.PrepareConvert>
export type SetConvertersEventArgs = EParams<typeof events.SetConverters>
export type SetVaultEventArgs = EParams<typeof events.SetVault>
