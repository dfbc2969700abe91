import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    CancelTransaction: event("0x2fffc091a501fd91bfbff27141450d3acb40fb8e6d8382b243ec7a812a3aaf87", "CancelTransaction(bytes32,address,uint256,string,bytes,uint256)", {"txHash": indexed(p.bytes32), "target": indexed(p.address), "value": p.uint256, "signature": p.string, "data": p.bytes, "eta": p.uint256}),
    ExecuteTransaction: event("0xa560e3198060a2f10670c1ec5b403077ea6ae93ca8de1c32b451dc1a943cd6e7", "ExecuteTransaction(bytes32,address,uint256,string,bytes,uint256)", {"txHash": indexed(p.bytes32), "target": indexed(p.address), "value": p.uint256, "signature": p.string, "data": p.bytes, "eta": p.uint256}),
    NewAdmin: event("0x71614071b88dee5e0b2ae578a9dd7b2ebbe9ae832ba419dc0242cd065a290b6c", "NewAdmin(address)", {"newAdmin": indexed(p.address)}),
    NewDelay: event("0x948b1f6a42ee138b7e34058ba85a37f716d55ff25ff05a763f15bed6a04c8d2c", "NewDelay(uint256)", {"newDelay": indexed(p.uint256)}),
    NewPendingAdmin: event("0x69d78e38a01985fbb1462961809b4b2d65531bc93b2b94037f3334b82ca4a756", "NewPendingAdmin(address)", {"newPendingAdmin": indexed(p.address)}),
    QueueTransaction: event("0x76e2796dc3a81d57b0e8504b647febcbeeb5f4af818e164f11eef8131a6a763f", "QueueTransaction(bytes32,address,uint256,string,bytes,uint256)", {"txHash": indexed(p.bytes32), "target": indexed(p.address), "value": p.uint256, "signature": p.string, "data": p.bytes, "eta": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type CancelTransactionEventArgs = EParams<typeof events.CancelTransaction>
export type ExecuteTransactionEventArgs = EParams<typeof events.ExecuteTransaction>
export type NewAdminEventArgs = EParams<typeof events.NewAdmin>
export type NewDelayEventArgs = EParams<typeof events.NewDelay>
export type NewPendingAdminEventArgs = EParams<typeof events.NewPendingAdmin>
export type QueueTransactionEventArgs = EParams<typeof events.QueueTransaction>
