import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    ExecutorOperatorSetRegistered: event("0x48b63f21a1eb9dd6880e196de6d7db3fbd0c282b74f1298dcb4cf53472298f39", "ExecutorOperatorSetRegistered(address,address,uint32,bool)", {"caller": indexed(p.address), "avs": indexed(p.address), "executorOperatorSetId": indexed(p.uint32), "isRegistered": p.bool}),
    ExecutorOperatorSetTaskConfigSet: event("0x7cd76abd4025a20959a1b20f7c1536e3894a0735cd8de0215dde803ddea7f2d2", "ExecutorOperatorSetTaskConfigSet(address,address,uint32,(address,uint96,address,uint8,address,(uint8,bytes),bytes))", {"caller": indexed(p.address), "avs": indexed(p.address), "executorOperatorSetId": indexed(p.uint32), "config": p.struct({"taskHook": p.address, "taskSLA": p.uint96, "feeToken": p.address, "curveType": p.uint8, "feeCollector": p.address, "consensus": p.struct({"consensusType": p.uint8, "value": p.bytes}), "taskMetadata": p.bytes})}),
    FeeRefunded: event("0xe3ed40d31808582f7a92a30beacc0ec788d5091407ec6c10c1b999b3f317aea3", "FeeRefunded(address,bytes32,uint96)", {"refundCollector": indexed(p.address), "taskHash": indexed(p.bytes32), "avsFee": p.uint96}),
    FeeSplitCollectorSet: event("0x262aa27c244f6f0088cb3092548a0adcaddedf459070a9ccab2dc6a07abe701d", "FeeSplitCollectorSet(address)", {"feeSplitCollector": indexed(p.address)}),
    FeeSplitSet: event("0x886b2cfcb151fd8b19ed902cc88f4a06dd9fe351a4a9ab93f33fe84abc157edf", "FeeSplitSet(uint16)", {"feeSplit": p.uint16}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    TaskCreated: event("0x33add0b01e02278be5459fbfa3274aee699ec47f4ee7236b59e7a2c8b5000c26", "TaskCreated(address,bytes32,address,uint32,uint32,address,uint96,uint256,bytes)", {"creator": indexed(p.address), "taskHash": indexed(p.bytes32), "avs": indexed(p.address), "executorOperatorSetId": p.uint32, "operatorTableReferenceTimestamp": p.uint32, "refundCollector": p.address, "avsFee": p.uint96, "taskDeadline": p.uint256, "payload": p.bytes}),
    TaskVerified: event("0x659f23b2e7edf490e5fd6561c5148691ed0375ed7ddd3ab1bcfcfdbec4f209a9", "TaskVerified(address,bytes32,address,uint32,bytes,bytes)", {"aggregator": indexed(p.address), "taskHash": indexed(p.bytes32), "avs": indexed(p.address), "executorOperatorSetId": p.uint32, "executorCert": p.bytes, "result": p.bytes}),
}

export class Contract extends ContractBase {
}

/// Event types
export type ExecutorOperatorSetRegisteredEventArgs = EParams<typeof events.ExecutorOperatorSetRegistered>
export type ExecutorOperatorSetTaskConfigSetEventArgs = EParams<typeof events.ExecutorOperatorSetTaskConfigSet>
export type FeeRefundedEventArgs = EParams<typeof events.FeeRefunded>
export type FeeSplitCollectorSetEventArgs = EParams<typeof events.FeeSplitCollectorSet>
export type FeeSplitSetEventArgs = EParams<typeof events.FeeSplitSet>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type TaskCreatedEventArgs = EParams<typeof events.TaskCreated>
export type TaskVerifiedEventArgs = EParams<typeof events.TaskVerified>
