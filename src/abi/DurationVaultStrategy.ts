import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    DeallocateAttempted: event("0x72f957da7daaea6b52e4ff7820cb464206fd51e9f502f3027f45b5017caf4c8b", "DeallocateAttempted(bool)", {"success": p.bool}),
    DeregisterAttempted: event("0xd0791dbc9180cb64588d7eb7658a1022dcf734b8825eb7eec68bd9516872d168", "DeregisterAttempted(bool)", {"success": p.bool}),
    ExchangeRateEmitted: event("0xd2494f3479e5da49d386657c292c610b5b01df313d07c62eb0cfa49924a31be8", "ExchangeRateEmitted(uint256)", {"rate": p.uint256}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    MaxPerDepositUpdated: event("0xf97ed4e083acac67830025ecbc756d8fe847cdbdca4cee3fe1e128e98b54ecb5", "MaxPerDepositUpdated(uint256,uint256)", {"previousValue": p.uint256, "newValue": p.uint256}),
    MaxTotalDepositsUpdated: event("0x6ab181e0440bfbf4bacdf2e99674735ce6638005490688c5f994f5399353e452", "MaxTotalDepositsUpdated(uint256,uint256)", {"previousValue": p.uint256, "newValue": p.uint256}),
    MetadataURIUpdated: event("0xefafb90526da1636e1335eac0151301742fb755d986954c613b90e891778ba39", "MetadataURIUpdated(string)", {"newMetadataURI": p.string}),
    Paused: event("0xab40a374bc51de372200a8bc981af8c9ecdc08dfdaef0bb6e09f88f3c616ef3d", "Paused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
    StrategyTokenSet: event("0x1c540707b00eb5427b6b774fc799d756516a54aee108b64b327acc55af557507", "StrategyTokenSet(address,uint8)", {"token": p.address, "decimals": p.uint8}),
    Unpaused: event("0x3582d1828e26bf56bd801502bc021ac0bc8afb57c826e4986b45593c8fad389c", "Unpaused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
    VaultAdvancedToWithdrawals: event("0x96c49d03ef64591194500229a104cd087b2d45c68234c96444c3a2a6abb0bb97", "VaultAdvancedToWithdrawals(address,uint32)", {"arbitrator": indexed(p.address), "maturedAt": p.uint32}),
    VaultInitialized: event("0xbdbff63632f473bb2a7c6a4aafbc096b71fbda12e22c6b51643bfd64f13d2b9e", "VaultInitialized(address,address,address,uint32,uint256,uint256,string)", {"vaultAdmin": indexed(p.address), "arbitrator": indexed(p.address), "underlyingToken": indexed(p.address), "duration": p.uint32, "maxPerDeposit": p.uint256, "stakeCap": p.uint256, "metadataURI": p.string}),
    VaultLocked: event("0x42cd6d7338516695d9c9ff8969dbdcf89ce22e3f2f76fda2fc11e973fe4860e4", "VaultLocked(uint32,uint32)", {"lockedAt": p.uint32, "unlockAt": p.uint32}),
    VaultMatured: event("0xff979382d3040b1602e0a02f0f2a454b2250aa36e891d2da0ceb95d70d11a8f2", "VaultMatured(uint32)", {"maturedAt": p.uint32}),
}

export class Contract extends ContractBase {
}

/// Event types
export type DeallocateAttemptedEventArgs = EParams<typeof events.DeallocateAttempted>
export type DeregisterAttemptedEventArgs = EParams<typeof events.DeregisterAttempted>
export type ExchangeRateEmittedEventArgs = EParams<typeof events.ExchangeRateEmitted>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type MaxPerDepositUpdatedEventArgs = EParams<typeof events.MaxPerDepositUpdated>
export type MaxTotalDepositsUpdatedEventArgs = EParams<typeof events.MaxTotalDepositsUpdated>
export type MetadataURIUpdatedEventArgs = EParams<typeof events.MetadataURIUpdated>
export type PausedEventArgs = EParams<typeof events.Paused>
export type StrategyTokenSetEventArgs = EParams<typeof events.StrategyTokenSet>
export type UnpausedEventArgs = EParams<typeof events.Unpaused>
export type VaultAdvancedToWithdrawalsEventArgs = EParams<typeof events.VaultAdvancedToWithdrawals>
export type VaultInitializedEventArgs = EParams<typeof events.VaultInitialized>
export type VaultLockedEventArgs = EParams<typeof events.VaultLocked>
export type VaultMaturedEventArgs = EParams<typeof events.VaultMatured>
