import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    SetGlobalFee: event("0xff59e004711889e240f05d5fba5fbe84679a3febbe1973ddb9e9f8257d63b3cb", "SetGlobalFee(uint256,uint256)", {"managementFee": p.uint256, "performanceFee": p.uint256}),
    SetGlobalReceiver: event("0x81c31ea2c5656f89fc438850c31cc9b7ccd45beec811b7e0a71c64a98b61f7c5", "SetGlobalReceiver(address)", {"receiver": indexed(p.address)}),
    SetVaultFee: event("0xce18d0f189deb5a611d012cbafeec18c09bb5990228770a63c8fd39025620e2e", "SetVaultFee(address,bool,address,uint256,uint256)", {"vault": indexed(p.address), "isEnabled": p.bool, "receiver": indexed(p.address), "managementFee": p.uint256, "performanceFee": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type SetGlobalFeeEventArgs = EParams<typeof events.SetGlobalFee>
export type SetGlobalReceiverEventArgs = EParams<typeof events.SetGlobalReceiver>
export type SetVaultFeeEventArgs = EParams<typeof events.SetVaultFee>
