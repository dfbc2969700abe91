import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    SetCurator: event("0xcc0b3569ddaeda670da96a55159fea760f507428e58b42a8511820497e56d1a0", "SetCurator(address,address)", {"vault": indexed(p.address), "curator": indexed(p.address)}),
    SetCuratorFee: event("0x92a205fa1b59a9987cd881451df88dedf0819407a8040621cdae1db5cc6063c4", "SetCuratorFee(address,uint256)", {"vault": indexed(p.address), "fee": p.uint256}),
    SetCuratorNetworkFee: event("0xb74c23e5716eba250fb7f8b57abd32100233ca093ababcc55215c6c2eac55589", "SetCuratorNetworkFee(address,address,bool,uint256)", {"vault": indexed(p.address), "network": indexed(p.address), "enable": p.bool, "fee": p.uint256}),
    SetOperatorsFee: event("0x43cd94e947f8a945930498fa02aacf732b74492535643f774929d1e87f45b016", "SetOperatorsFee(address,uint256)", {"vault": indexed(p.address), "fee": p.uint256}),
    SetOperatorsNetworkFee: event("0x459760cf8c96d7a9589e4448db7aa2da97344165b1e73bd559846312bf371ecd", "SetOperatorsNetworkFee(address,address,bool,uint256)", {"vault": indexed(p.address), "network": indexed(p.address), "enable": p.bool, "fee": p.uint256}),
    SetProtocolFee: event("0x6536bc3f374ddefb1852eb0cbe8578d1553c1e130e63e6ea86cc1a5aea614873", "SetProtocolFee(bytes32,bool,uint256)", {"id": indexed(p.bytes32), "enable": p.bool, "fee": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type SetCuratorEventArgs = EParams<typeof events.SetCurator>
export type SetCuratorFeeEventArgs = EParams<typeof events.SetCuratorFee>
export type SetCuratorNetworkFeeEventArgs = EParams<typeof events.SetCuratorNetworkFee>
export type SetOperatorsFeeEventArgs = EParams<typeof events.SetOperatorsFee>
export type SetOperatorsNetworkFeeEventArgs = EParams<typeof events.SetOperatorsNetworkFee>
export type SetProtocolFeeEventArgs = EParams<typeof events.SetProtocolFee>
