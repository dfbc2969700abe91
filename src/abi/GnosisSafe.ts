import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    AddedOwner: event("0x9465fa0c962cc76958e6373a993326400c1c94f8be2fe3a952adfa7f60b2ea26", "AddedOwner(address)", {"owner": p.address}),
    ApproveHash: event("0xf2a0eb156472d1440255b0d7c1e19cc07115d1051fe605b0dce69acfec884d9c", "ApproveHash(bytes32,address)", {"approvedHash": indexed(p.bytes32), "owner": indexed(p.address)}),
    ChangedFallbackHandler: event("0x5ac6c46c93c8d0e53714ba3b53db3e7c046da994313d7ed0d192028bc7c228b0", "ChangedFallbackHandler(address)", {"handler": p.address}),
    ChangedGuard: event("0x1151116914515bc0891ff9047a6cb32cf902546f83066499bcf8ba33d2353fa2", "ChangedGuard(address)", {"guard": p.address}),
    ChangedThreshold: event("0x610f7ff2b304ae8903c3de74c60c6ab1f7d6226b3f52c5161905bb5ad4039c93", "ChangedThreshold(uint256)", {"threshold": p.uint256}),
    DisabledModule: event("0xaab4fa2b463f581b2b32cb3b7e3b704b9ce37cc209b5fb4d77e593ace4054276", "DisabledModule(address)", {"module": p.address}),
    EnabledModule: event("0xecdf3a3effea5783a3c4c2140e677577666428d44ed9d474a0b3a4c9943f8440", "EnabledModule(address)", {"module": p.address}),
    ExecutionFailure: event("0x23428b18acfb3ea64b08dc0c1d296ea9c09702c09083ca5272e64d115b687d23", "ExecutionFailure(bytes32,uint256)", {"txHash": p.bytes32, "payment": p.uint256}),
    ExecutionFromModuleFailure: event("0xacd2c8702804128fdb0db2bb49f6d127dd0181c13fd45dbfe16de0930e2bd375", "ExecutionFromModuleFailure(address)", {"module": indexed(p.address)}),
    ExecutionFromModuleSuccess: event("0x6895c13664aa4f67288b25d7a21d7aaa34916e355fb9b6fae0a139a9085becb8", "ExecutionFromModuleSuccess(address)", {"module": indexed(p.address)}),
    ExecutionSuccess: event("0x442e715f626346e8c54381002da614f62bee8d27386535b2521ec8540898556e", "ExecutionSuccess(bytes32,uint256)", {"txHash": p.bytes32, "payment": p.uint256}),
    RemovedOwner: event("0xf8d49fc529812e9a7c5c50e69c20f0dccc0db8fa95c98bc58cc9a4f1c1299eaf", "RemovedOwner(address)", {"owner": p.address}),
    SafeReceived: event("0x3d0ce9bfc3ed7d6862dbb28b2dea94561fe714a1b4d019aa8af39730d1ad7c3d", "SafeReceived(address,uint256)", {"sender": indexed(p.address), "value": p.uint256}),
    SafeSetup: event("0x141df868a6331af528e38c83b7aa03edc19be66e37ae67f9285bf4f8e3c6a1a8", "SafeSetup(address,address[],uint256,address,address)", {"initiator": indexed(p.address), "owners": p.array(p.address), "threshold": p.uint256, "initializer": p.address, "fallbackHandler": p.address}),
    SignMsg: event("0xe7f4675038f4f6034dfcbbb24c4dc08e4ebf10eb9d257d3d02c0f38d122ac6e4", "SignMsg(bytes32)", {"msgHash": indexed(p.bytes32)}),
}

export class Contract extends ContractBase {
}

/// Event types
export type AddedOwnerEventArgs = EParams<typeof events.AddedOwner>
export type ApproveHashEventArgs = EParams<typeof events.ApproveHash>
export type ChangedFallbackHandlerEventArgs = EParams<typeof events.ChangedFallbackHandler>
export type ChangedGuardEventArgs = EParams<typeof events.ChangedGuard>
export type ChangedThresholdEventArgs = EParams<typeof events.ChangedThreshold>
export type DisabledModuleEventArgs = EParams<typeof events.DisabledModule>
export type EnabledModuleEventArgs = EParams<typeof events.EnabledModule>
export type ExecutionFailureEventArgs = EParams<typeof events.ExecutionFailure>
export type ExecutionFromModuleFailureEventArgs = EParams<typeof events.ExecutionFromModuleFailure>
export type ExecutionFromModuleSuccessEventArgs = EParams<typeof events.ExecutionFromModuleSuccess>
export type ExecutionSuccessEventArgs = EParams<typeof events.ExecutionSuccess>
export type RemovedOwnerEventArgs = EParams<typeof events.RemovedOwner>
export type SafeReceivedEventArgs = EParams<typeof events.SafeReceived>
export type SafeSetupEventArgs = EParams<typeof events.SafeSetup>
export type SignMsgEventArgs = EParams<typeof events.SignMsg>
