import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    DistributionAdded: event("0x006f7ba35643ecf5852cfe01b66220b1fe04a4cd4866923d5f3e66c7fcb390ef", "DistributionAdded(uint256,uint256,(uint64,uint64,uint64,uint8,(address,uint32),(address,uint96)[][]))", {"distributionId": indexed(p.uint256), "epoch": indexed(p.uint256), "distribution": p.struct({"weight": p.uint64, "startEpoch": p.uint64, "totalEpochs": p.uint64, "distributionType": p.uint8, "operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "strategiesAndMultipliers": p.array(p.array(p.struct({"strategy": p.address, "multiplier": p.uint96})))})}),
    DistributionProcessed: event("0xba5d66336bc9a4f8459242151a4da4d5020ac581243d98403bb55f7f348e071b", "DistributionProcessed(uint256,uint256,(uint64,uint64,uint64,uint8,(address,uint32),(address,uint96)[][]),bool)", {"distributionId": indexed(p.uint256), "epoch": indexed(p.uint256), "distribution": p.struct({"weight": p.uint64, "startEpoch": p.uint64, "totalEpochs": p.uint64, "distributionType": p.uint8, "operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "strategiesAndMultipliers": p.array(p.array(p.struct({"strategy": p.address, "multiplier": p.uint96})))}), "success": p.bool}),
    DistributionUpdated: event("0x548fb50d6be978df2bacbf48c6840e4a4743672408921282117f3f00555b2b4c", "DistributionUpdated(uint256,uint256,(uint64,uint64,uint64,uint8,(address,uint32),(address,uint96)[][]))", {"distributionId": indexed(p.uint256), "epoch": indexed(p.uint256), "distribution": p.struct({"weight": p.uint64, "startEpoch": p.uint64, "totalEpochs": p.uint64, "distributionType": p.uint8, "operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "strategiesAndMultipliers": p.array(p.array(p.struct({"strategy": p.address, "multiplier": p.uint96})))})}),
    IncentiveCouncilUpdated: event("0x8befac6896b786e67b23cefc473bfabd36e7fc013125c883dfeec8e3a9636216", "IncentiveCouncilUpdated(address)", {"incentiveCouncil": indexed(p.address)}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    Paused: event("0xab40a374bc51de372200a8bc981af8c9ecdc08dfdaef0bb6e09f88f3c616ef3d", "Paused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
    Swept: event("0xc36b5179cb9c303b200074996eab2b3473eac370fdd7eba3bec636fe35109696", "Swept(address,uint256)", {"incentiveCouncil": indexed(p.address), "amount": p.uint256}),
    Unpaused: event("0x3582d1828e26bf56bd801502bc021ac0bc8afb57c826e4986b45593c8fad389c", "Unpaused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type DistributionAddedEventArgs = EParams<typeof events.DistributionAdded>
export type DistributionProcessedEventArgs = EParams<typeof events.DistributionProcessed>
export type DistributionUpdatedEventArgs = EParams<typeof events.DistributionUpdated>
export type IncentiveCouncilUpdatedEventArgs = EParams<typeof events.IncentiveCouncilUpdated>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type PausedEventArgs = EParams<typeof events.Paused>
export type SweptEventArgs = EParams<typeof events.Swept>
export type UnpausedEventArgs = EParams<typeof events.Unpaused>
