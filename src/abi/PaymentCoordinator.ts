import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    ActivationDelaySet: event("0xaf557c6c02c208794817a705609cfa935f827312a1adfdd26494b6b95dd2b4b3", "ActivationDelaySet(uint32,uint32)", {"oldActivationDelay": p.uint32, "newActivationDelay": p.uint32}),
    ClaimerForSet: event("0xbab947934d42e0ad206f25c9cab18b5bb6ae144acfb00f40b4e3aa59590ca312", "ClaimerForSet(address,address,address)", {"earner": indexed(p.address), "oldClaimer": indexed(p.address), "claimer": indexed(p.address)}),
    DistributionRootSubmitted: event("0xecd866c3c158fa00bf34d803d5f6023000b57080bcb48af004c2b4b46b3afd08", "DistributionRootSubmitted(uint32,bytes32,uint32,uint32)", {"rootIndex": indexed(p.uint32), "root": indexed(p.bytes32), "paymentCalculationEndTimestamp": indexed(p.uint32), "activatedAt": p.uint32}),
    GlobalCommissionBipsSet: event("0x8cdc428b0431b82d1619763f443a48197db344ba96905f3949643acd1c863a06", "GlobalCommissionBipsSet(uint16,uint16)", {"oldGlobalCommissionBips": p.uint16, "newGlobalCommissionBips": p.uint16}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    Paused: event("0xab40a374bc51de372200a8bc981af8c9ecdc08dfdaef0bb6e09f88f3c616ef3d", "Paused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
    PauserRegistrySet: event("0x6e9fcd539896fca60e8b0f01dd580233e48a6b0f7df013b89ba7f565869acdb6", "PauserRegistrySet(address,address)", {"pauserRegistry": p.address, "newPauserRegistry": p.address}),
    PayAllForRangeSubmitterSet: event("0x17b06be02af2803593116eb96121b9c6e8bee1cc1b145e7c31c19c180e86189b", "PayAllForRangeSubmitterSet(address,bool,bool)", {"payAllForRangeSubmitter": indexed(p.address), "oldValue": indexed(p.bool), "newValue": indexed(p.bool)}),
    PaymentClaimed: event("0xbff1e5a32b3f6d3b3c0a7e675ead2091fea820852f35a77abdd6d2420bec4778", "PaymentClaimed(bytes32,address,address,address,address,uint256)", {"root": p.bytes32, "earner": indexed(p.address), "claimer": indexed(p.address), "recipient": indexed(p.address), "token": p.address, "claimedAmount": p.uint256}),
    PaymentUpdaterSet: event("0x07d2890b3eb1206e7c3cb6bf8d46da31385ace3ce99abf85e5b690c83aa49678", "PaymentUpdaterSet(address,address)", {"oldPaymentUpdater": indexed(p.address), "newPaymentUpdater": indexed(p.address)}),
    RangePaymentCreated: event("0x2a0659fa4c38e0075469a0e0dd737e045dc316ffd6cb6e68755c119ee0882aea", "RangePaymentCreated(address,uint256,bytes32,((address,uint96)[],address,uint256,uint32,uint32))", {"avs": indexed(p.address), "paymentNonce": indexed(p.uint256), "rangePaymentHash": indexed(p.bytes32), "rangePayment": p.struct({"strategiesAndMultipliers": p.array(p.struct({"strategy": p.address, "multiplier": p.uint96})), "token": p.address, "amount": p.uint256, "startTimestamp": p.uint32, "duration": p.uint32})}),
    RangePaymentForAllCreated: event("0xbc0782940ec5871f66c5490ef957f44d19a9adac1dac18b946ad0dd6579c30d6", "RangePaymentForAllCreated(address,uint256,bytes32,((address,uint96)[],address,uint256,uint32,uint32))", {"submitter": indexed(p.address), "paymentNonce": indexed(p.uint256), "rangePaymentHash": indexed(p.bytes32), "rangePayment": p.struct({"strategiesAndMultipliers": p.array(p.struct({"strategy": p.address, "multiplier": p.uint96})), "token": p.address, "amount": p.uint256, "startTimestamp": p.uint32, "duration": p.uint32})}),
    Unpaused: event("0x3582d1828e26bf56bd801502bc021ac0bc8afb57c826e4986b45593c8fad389c", "Unpaused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type ActivationDelaySetEventArgs = EParams<typeof events.ActivationDelaySet>
export type ClaimerForSetEventArgs = EParams<typeof events.ClaimerForSet>
export type DistributionRootSubmittedEventArgs = EParams<typeof events.DistributionRootSubmitted>
export type GlobalCommissionBipsSetEventArgs = EParams<typeof events.GlobalCommissionBipsSet>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type PausedEventArgs = EParams<typeof events.Paused>
export type PauserRegistrySetEventArgs = EParams<typeof events.PauserRegistrySet>
export type PayAllForRangeSubmitterSetEventArgs = EParams<typeof events.PayAllForRangeSubmitterSet>
export type PaymentClaimedEventArgs = EParams<typeof events.PaymentClaimed>
export type PaymentUpdaterSetEventArgs = EParams<typeof events.PaymentUpdaterSet>
export type RangePaymentCreatedEventArgs = EParams<typeof events.RangePaymentCreated>
export type RangePaymentForAllCreatedEventArgs = EParams<typeof events.RangePaymentForAllCreated>
export type UnpausedEventArgs = EParams<typeof events.Unpaused>
