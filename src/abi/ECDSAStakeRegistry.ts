import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    MinimumWeightUpdated: event("0x713ca53b88d6eb63f5b1854cb8cbdd736ec51eda225e46791aa9298b0160648f", "MinimumWeightUpdated(uint256,uint256)", {"oldMinimumWeight": p.uint256, "newMinimumWeight": p.uint256}),
    OperatorDeregistered: event("0x31e0adfec71bccee37b6e83a90c2fedb17d8f1693fee863c4771e7bfe2aed580", "OperatorDeregistered(address,address)", {"operator": indexed(p.address), "avs": indexed(p.address)}),
    OperatorRegistered: event("0xa453db612af59e5521d6ab9284dc3e2d06af286eb1b1b7b771fce4716c19f2c1", "OperatorRegistered(address,address)", {"operator": indexed(p.address), "avs": indexed(p.address)}),
    OperatorWeightUpdated: event("0x88770dc862e47a7ed586907857eb1b75e4c5ffc8b707c7ee10eb74d6885fe594", "OperatorWeightUpdated(address,uint256,uint256)", {"operator": indexed(p.address), "oldWeight": p.uint256, "newWeight": p.uint256}),
    QuorumUpdated: event("0x23aad4e61744ece164130aa415c1616e80136b0f0770e56589438b90b269265e", "QuorumUpdated(((address,uint96)[]),((address,uint96)[]))", {"previous": p.struct({"strategies": p.array(p.struct({"strategy": p.address, "multiplier": p.uint96}))}), "current": p.struct({"strategies": p.array(p.struct({"strategy": p.address, "multiplier": p.uint96}))})}),
    SigningKeyUpdate: event("0xd061168252f441733658f09e4d8f5b2d998ed4ef24a2bbfd6ceca52ea1315002", "SigningKeyUpdate(address,uint256,address,address)", {"operator": indexed(p.address), "updateBlock": indexed(p.uint256), "newSigningKey": indexed(p.address), "oldSigningKey": p.address}),
    ThresholdWeightUpdated: event("0x9324f7e5a7c0288808a634ccde44b8e979676474b22e29ee9dd569b55e791a4b", "ThresholdWeightUpdated(uint256)", {"thresholdWeight": p.uint256}),
    TotalWeightUpdated: event("0x86dcf86b12dfeedea74ae9300dbdaa193bcce5809369c8177ea2f4eaaa65729b", "TotalWeightUpdated(uint256,uint256)", {"oldTotalWeight": p.uint256, "newTotalWeight": p.uint256}),
    UpdateMinimumWeight: event("0x1ea42186b305fa37310450d9fb87ea1e8f0c7f447e771479e3b27634bfe84dc1", "UpdateMinimumWeight(uint256,uint256)", {"oldMinimumWeight": p.uint256, "newMinimumWeight": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type MinimumWeightUpdatedEventArgs = EParams<typeof events.MinimumWeightUpdated>
export type OperatorDeregisteredEventArgs = EParams<typeof events.OperatorDeregistered>
export type OperatorRegisteredEventArgs = EParams<typeof events.OperatorRegistered>
export type OperatorWeightUpdatedEventArgs = EParams<typeof events.OperatorWeightUpdated>
export type QuorumUpdatedEventArgs = EParams<typeof events.QuorumUpdated>
export type SigningKeyUpdateEventArgs = EParams<typeof events.SigningKeyUpdate>
export type ThresholdWeightUpdatedEventArgs = EParams<typeof events.ThresholdWeightUpdated>
export type TotalWeightUpdatedEventArgs = EParams<typeof events.TotalWeightUpdated>
export type UpdateMinimumWeightEventArgs = EParams<typeof events.UpdateMinimumWeight>
