import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    AddAdapter: event("0xd52c96473fc0457454bc2a9c040b6afcb2e523a13e705987a927d7459a13c14d", "AddAdapter(address,uint256)", {"adapter": indexed(p.address), "index": p.uint256}),
    Allocate: event("0xe2a6fbb55be829f7f41ce6980e5fc3057544b2788af2e168fbf7a3db02284e7b", "Allocate(address,uint256,uint256)", {"adapter": indexed(p.address), "assets": p.uint256, "totalAssets": p.uint256}),
    Deallocate: event("0x1f0f4b347bc067f78de010c670fc81f31bc7c37975987aea06c77289d695fd0b", "Deallocate(address,uint256,uint256)", {"adapter": indexed(p.address), "assets": p.uint256, "totalAssets": p.uint256}),
    DecreaseLimits: event("0x1bcaa6653480e17744fc3cfaa7f4a1682f9517067894e086444a35d295f93e22", "DecreaseLimits(uint256,uint256)", {"assets": p.uint256, "share": p.uint256}),
    Initialize: event("0x90214504b9023441f9acd010ae50354ae47026b91c9faf92fe2920e64886df43", "Initialize((address,address,address,address,address,address,address,address,address))", {"params": p.struct({"allocateRoleHolder": p.address, "deallocateRoleHolder": p.address, "addAdapterRoleHolder": p.address, "swapAdaptersRoleHolder": p.address, "defaultAdminRoleHolder": p.address, "removeAdapterRoleHolder": p.address, "forceDeallocateRoleHolder": p.address, "setAdapterLimitsRoleHolder": p.address, "setAutoAllocateAdaptersRoleHolder": p.address})}),
    RemoveAdapter: event("0xa9720625782345bcac45ab1266a1d75383e360c23246bb620ab23bfb725f9299", "RemoveAdapter(address,uint256)", {"adapter": indexed(p.address), "index": p.uint256}),
    RequestDeallocate: event("0x5597c36328ccb16a88deaa1612b8ac86a767403b083456b77add81d56d8eb35c", "RequestDeallocate(address,uint256)", {"adapter": indexed(p.address), "assets": p.uint256}),
    SetAutoAllocateAdapters: event("0x36b337f762d44f5f5bf2a3d77af72d203c52c7a331ccc022a59800e6d72cd585", "SetAutoAllocateAdapters(address[])", {"adapters": p.array(p.address)}),
    SetLimits: event("0x4e326a10e33483d1aa61b0265187ff217ca07dc9228b24d4158e23ef621f9cb5", "SetLimits(address,uint256,uint256)", {"adapter": indexed(p.address), "absoluteLimit": p.uint256, "shareLimit": p.uint256}),
    SwapAdapters: event("0x50230392019880e94081f70d0afa878bc16c64b62bfed1d012d5ed9f6f2d991d", "SwapAdapters(address,address)", {"adapter1": indexed(p.address), "adapter2": indexed(p.address)}),
}

export class Contract extends ContractBase {
}

/// Event types
export type AddAdapterEventArgs = EParams<typeof events.AddAdapter>
export type AllocateEventArgs = EParams<typeof events.Allocate>
export type DeallocateEventArgs = EParams<typeof events.Deallocate>
export type DecreaseLimitsEventArgs = EParams<typeof events.DecreaseLimits>
export type InitializeEventArgs = EParams<typeof events.Initialize>
export type RemoveAdapterEventArgs = EParams<typeof events.RemoveAdapter>
export type RequestDeallocateEventArgs = EParams<typeof events.RequestDeallocate>
export type SetAutoAllocateAdaptersEventArgs = EParams<typeof events.SetAutoAllocateAdapters>
export type SetLimitsEventArgs = EParams<typeof events.SetLimits>
export type SwapAdaptersEventArgs = EParams<typeof events.SwapAdapters>
