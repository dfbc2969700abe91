import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    BurnOrRedistributableSharesDecreased: event("0xe6413aa0c789e437b0a06bf64b20926584f066c79a2d8b80a759c85472f7b0af", "BurnOrRedistributableSharesDecreased((address,uint32),uint256,address,uint256)", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "slashId": p.uint256, "strategy": p.address, "shares": p.uint256}),
    BurnOrRedistributableSharesIncreased: event("0x5f5209798bbac45a16d2dc3bc67319fab26ee00153916d6f07b69f8a134a1e8b", "BurnOrRedistributableSharesIncreased((address,uint32),uint256,address,uint256)", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "slashId": p.uint256, "strategy": p.address, "shares": p.uint256}),
    BurnableSharesDecreased: event("0xd9d082c3ec4f3a3ffa55c324939a06407f5fbcb87d5e0ce3b9508c92c84ed839", "BurnableSharesDecreased(address,uint256)", {"strategy": p.address, "shares": p.uint256}),
    BurnableSharesIncreased: event("0xca3e02a4ab7ad3c47a8e36e5a624c30170791726ab720f1babfef21046d953ff", "BurnableSharesIncreased(address,uint256)", {"strategy": p.address, "shares": p.uint256}),
    'Deposit(address,address,address,uint256)': event("0x7cfff908a4b583f36430b25d75964c458d8ede8a99bd61be750e97ee1b2f3a96", "Deposit(address,address,address,uint256)", {"staker": p.address, "token": p.address, "strategy": p.address, "shares": p.uint256}),
    'Deposit(address,address,uint256)': event("0x5548c837ab068cf56a2c2479df0882a4922fd203edb7517321831d95078c5f62", "Deposit(address,address,uint256)", {"staker": p.address, "strategy": p.address, "shares": p.uint256}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    Paused: event("0xab40a374bc51de372200a8bc981af8c9ecdc08dfdaef0bb6e09f88f3c616ef3d", "Paused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
    PauserRegistrySet: event("0x6e9fcd539896fca60e8b0f01dd580233e48a6b0f7df013b89ba7f565869acdb6", "PauserRegistrySet(address,address)", {"pauserRegistry": p.address, "newPauserRegistry": p.address}),
    ShareWithdrawalQueued: event("0xcf1c2370141bbd0a6d971beb0e3a2455f24d6e773ddc20ccc1c4e32f3dd9f9f7", "ShareWithdrawalQueued(address,uint96,address,uint256)", {"depositor": p.address, "nonce": p.uint96, "strategy": p.address, "shares": p.uint256}),
    SlashResolutionBlockSet: event("0xa8fd1473d1b9b7b4c9033ecb92a0f6e43f107aec7720ede3709521d122f89fa5", "SlashResolutionBlockSet((address,uint32),uint256,uint32)", {"operatorSet": p.struct({"avs": p.address, "id": p.uint32}), "slashId": p.uint256, "resolutionBlock": p.uint32}),
    StrategyAddedToDepositWhitelist: event("0x0c35b17d91c96eb2751cd456e1252f42a386e524ef9ff26ecc9950859fdc04fe", "StrategyAddedToDepositWhitelist(address)", {"strategy": p.address}),
    StrategyRemovedFromDepositWhitelist: event("0x4074413b4b443e4e58019f2855a8765113358c7c72e39509c6af45fc0f5ba030", "StrategyRemovedFromDepositWhitelist(address)", {"strategy": p.address}),
    StrategyWhitelisterChanged: event("0x4264275e593955ff9d6146a51a4525f6ddace2e81db9391abcc9d1ca48047d29", "StrategyWhitelisterChanged(address,address)", {"previousAddress": p.address, "newAddress": p.address}),
    Unpaused: event("0x3582d1828e26bf56bd801502bc021ac0bc8afb57c826e4986b45593c8fad389c", "Unpaused(address,uint256)", {"account": indexed(p.address), "newPausedStatus": p.uint256}),
    UpdatedThirdPartyTransfersForbidden: event("0x77d930df4937793473a95024d87a98fd2ccb9e92d3c2463b3dacd65d3e6a5786", "UpdatedThirdPartyTransfersForbidden(address,bool)", {"strategy": p.address, "value": p.bool}),
    WithdrawalCompleted: event("0xe7eb0ca11b83744ece3d78e9be01b913425fbae70c32ce27726d0ecde92ef8d2", "WithdrawalCompleted(address,uint96,address,bytes32)", {"depositor": indexed(p.address), "nonce": p.uint96, "withdrawer": indexed(p.address), "withdrawalRoot": p.bytes32}),
    WithdrawalDelayBlocksSet: event("0x4ffb00400574147429ee377a5633386321e66d45d8b14676014b5fa393e61e9e", "WithdrawalDelayBlocksSet(uint256,uint256)", {"previousValue": p.uint256, "newValue": p.uint256}),
    WithdrawalQueued: event("0x32cf9fc97155f52860a59a99879a2e89c1e53f28126a9ab6a2ff29344299e674", "WithdrawalQueued(address,uint96,address,address,bytes32)", {"depositor": p.address, "nonce": p.uint96, "withdrawer": p.address, "delegatedAddress": p.address, "withdrawalRoot": p.bytes32}),
}

export class Contract extends ContractBase {
}

/// Event types
export type BurnOrRedistributableSharesDecreasedEventArgs = EParams<typeof events.BurnOrRedistributableSharesDecreased>
export type BurnOrRedistributableSharesIncreasedEventArgs = EParams<typeof events.BurnOrRedistributableSharesIncreased>
export type BurnableSharesDecreasedEventArgs = EParams<typeof events.BurnableSharesDecreased>
export type BurnableSharesIncreasedEventArgs = EParams<typeof events.BurnableSharesIncreased>
export type DepositEventArgs_0 = EParams<typeof events['Deposit(address,address,address,uint256)']>
export type DepositEventArgs_1 = EParams<typeof events['Deposit(address,address,uint256)']>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type PausedEventArgs = EParams<typeof events.Paused>
export type PauserRegistrySetEventArgs = EParams<typeof events.PauserRegistrySet>
export type ShareWithdrawalQueuedEventArgs = EParams<typeof events.ShareWithdrawalQueued>
export type SlashResolutionBlockSetEventArgs = EParams<typeof events.SlashResolutionBlockSet>
export type StrategyAddedToDepositWhitelistEventArgs = EParams<typeof events.StrategyAddedToDepositWhitelist>
export type StrategyRemovedFromDepositWhitelistEventArgs = EParams<typeof events.StrategyRemovedFromDepositWhitelist>
export type StrategyWhitelisterChangedEventArgs = EParams<typeof events.StrategyWhitelisterChanged>
export type UnpausedEventArgs = EParams<typeof events.Unpaused>
export type UpdatedThirdPartyTransfersForbiddenEventArgs = EParams<typeof events.UpdatedThirdPartyTransfersForbidden>
export type WithdrawalCompletedEventArgs = EParams<typeof events.WithdrawalCompleted>
export type WithdrawalDelayBlocksSetEventArgs = EParams<typeof events.WithdrawalDelayBlocksSet>
export type WithdrawalQueuedEventArgs = EParams<typeof events.WithdrawalQueued>
