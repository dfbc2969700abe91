import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    ClaimRewards: event("0x28047ce71e7b959f6fc3946a1bdc43b003cd0b685630fe93725eb9eafee25826", "ClaimRewards(address,address,address,address,uint256)", {"recipient": p.address, "network": indexed(p.address), "token": indexed(p.address), "claimer": indexed(p.address), "amount": p.uint256}),
    DistributeRewards: event("0x127e3b1db6c7a82e6a23205f7391ec1ebdef05836c0bbb2bdef8f60ba7920227", "DistributeRewards(address,address,uint256,bytes32)", {"network": indexed(p.address), "token": indexed(p.address), "amount": p.uint256, "root": p.bytes32}),
}

export class Contract extends ContractBase {
}

/// Event types
export type ClaimRewardsEventArgs = EParams<typeof events.ClaimRewards>
export type DistributeRewardsEventArgs = EParams<typeof events.DistributeRewards>
