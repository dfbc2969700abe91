import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    ExchangeRateEmitted: event("0xd2494f3479e5da49d386657c292c610b5b01df313d07c62eb0cfa49924a31be8", "ExchangeRateEmitted(uint256)", {"rate": p.uint256}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    MaxPerDepositUpdated: event("0xf97ed4e083acac67830025ecbc756d8fe847cdbdca4cee3fe1e128e98b54ecb5", "MaxPerDepositUpdated(uint256,uint256)", {"previousValue": p.uint256, "newValue": p.uint256}),
    MaxTotalDepositsUpdated: event("0x6ab181e0440bfbf4bacdf2e99674735ce6638005490688c5f994f5399353e452", "MaxTotalDepositsUpdated(uint256,uint256)", {"previousValue": p.uint256, "newValue": p.uint256}),
    Paused: event("0xab40a374bc51de372200a8bc981af8c9ecdc08dfdaef0bb6e09f88f3c616ef3d", "Paused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
    PauserRegistrySet: event("0x6e9fcd539896fca60e8b0f01dd580233e48a6b0f7df013b89ba7f565869acdb6", "PauserRegistrySet(address,address)", {"pauserRegistry": p.address, "newPauserRegistry": p.address}),
    StrategyTokenSet: event("0x1c540707b00eb5427b6b774fc799d756516a54aee108b64b327acc55af557507", "StrategyTokenSet(address,uint8)", {"token": p.address, "decimals": p.uint8}),
    Unpaused: event("0x3582d1828e26bf56bd801502bc021ac0bc8afb57c826e4986b45593c8fad389c", "Unpaused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type ExchangeRateEmittedEventArgs = EParams<typeof events.ExchangeRateEmitted>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type MaxPerDepositUpdatedEventArgs = EParams<typeof events.MaxPerDepositUpdated>
export type MaxTotalDepositsUpdatedEventArgs = EParams<typeof events.MaxTotalDepositsUpdated>
export type PausedEventArgs = EParams<typeof events.Paused>
export type PauserRegistrySetEventArgs = EParams<typeof events.PauserRegistrySet>
export type StrategyTokenSetEventArgs = EParams<typeof events.StrategyTokenSet>
export type UnpausedEventArgs = EParams<typeof events.Unpaused>
