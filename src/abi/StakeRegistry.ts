import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    LookAheadPeriodChanged: event("0x28d7358b79f02d21b8b7e17aefc4185a64308aa37406fa5befc05b91932c39c7", "LookAheadPeriodChanged(uint32,uint32)", {"oldLookAheadBlocks": p.uint32, "newLookAheadBlocks": p.uint32}),
    MinimumStakeForQuorumUpdated: event("0x26eecff2b70b0a71104ff4d940ba7162d23a95c248771fc487a7be17a596b3cf", "MinimumStakeForQuorumUpdated(uint8,uint96)", {"quorumNumber": indexed(p.uint8), "minimumStake": p.uint96}),
    OperatorStakeUpdate: event("0x2f527d527e95d8fe40aec55377743bb779087da3f6d0d08f12e36444da62327d", "OperatorStakeUpdate(bytes32,uint8,uint96)", {"operatorId": indexed(p.bytes32), "quorumNumber": p.uint8, "stake": p.uint96}),
    QuorumCreated: event("0x831a9c86c45bb303caf3f064be2bc2b9fd4ecf19e47c4ac02a61e75dabfe55b4", "QuorumCreated(uint8)", {"quorumNumber": indexed(p.uint8)}),
    StakeTypeSet: event("0x7c112e863ccf007862e2c9e25819c933fedbc9350a6443423b4a8599c2e8a52d", "StakeTypeSet(uint8)", {"newStakeType": p.uint8}),
    StrategyAddedToQuorum: event("0x10565e56cacbf32eca267945f054fec02e59750032d113d3302182ad967f5404", "StrategyAddedToQuorum(uint8,address)", {"quorumNumber": indexed(p.uint8), "strategy": p.address}),
    StrategyMultiplierUpdated: event("0x11a5641322da1dff56a4b66eaac31ffa465295ece907cd163437793b4d009a75", "StrategyMultiplierUpdated(uint8,address,uint256)", {"quorumNumber": indexed(p.uint8), "strategy": p.address, "multiplier": p.uint256}),
    StrategyRemovedFromQuorum: event("0x31fa2e2cd280c9375e13ffcf3d81e2378100186e4058f8d3ddb690b82dcd31f7", "StrategyRemovedFromQuorum(uint8,address)", {"quorumNumber": indexed(p.uint8), "strategy": p.address}),
}

export class Contract extends ContractBase {
}

/// Event types
export type LookAheadPeriodChangedEventArgs = EParams<typeof events.LookAheadPeriodChanged>
export type MinimumStakeForQuorumUpdatedEventArgs = EParams<typeof events.MinimumStakeForQuorumUpdated>
export type OperatorStakeUpdateEventArgs = EParams<typeof events.OperatorStakeUpdate>
export type QuorumCreatedEventArgs = EParams<typeof events.QuorumCreated>
export type StakeTypeSetEventArgs = EParams<typeof events.StakeTypeSet>
export type StrategyAddedToQuorumEventArgs = EParams<typeof events.StrategyAddedToQuorum>
export type StrategyMultiplierUpdatedEventArgs = EParams<typeof events.StrategyMultiplierUpdated>
export type StrategyRemovedFromQuorumEventArgs = EParams<typeof events.StrategyRemovedFromQuorum>
