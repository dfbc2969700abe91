import type { EventParams } from '@subsquid/evm-abi'
import { events as am } from '../../abi/AllocationManager'
import { events as dm } from '../../abi/DelegationManager'
import type { AnyEvent } from '../event'
import { withdrawalRoot } from './withdrawal-root'

/** Queue event of the slashing release. */
export const SLASHING_QUEUED =
  dm[
    'SlashingWithdrawalQueued(bytes32,(address,address,address,uint256,uint32,address[],uint256[]),uint256[])'
  ]

// biome-ignore lint/suspicious/noExplicitAny: checks of all events are in one table; `check` types each
type Check = [topic: string, isSound: (args: any) => boolean]

function check<E extends AnyEvent>(event: E, isSound: (args: EventParams<E>) => boolean): Check {
  return [event.topic, isSound]
}

/** Invariants of the contracts beyond the ABI. A log that violates one is damaged: its numbers would be wrong. */
export const CHECKS: ReadonlyMap<string, Check[1]> = new Map<string, Check[1]>([
  check(dm.WithdrawalQueued, ({ withdrawalRoot: root, withdrawal }) => {
    return withdrawalRoot(withdrawal) === root
  }),
  check(SLASHING_QUEUED, ({ withdrawalRoot: root, withdrawal, sharesToWithdraw }) => {
    const { strategies, scaledShares } = withdrawal
    if (sharesToWithdraw.length !== strategies.length) return false
    return withdrawalRoot({ ...withdrawal, shares: scaledShares }) === root
  }),
  check(am.OperatorSlashed, ({ strategies, wadSlashed }) => {
    return strategies.length === wadSlashed.length
  }),
])
