import { events as app } from '../../../abi/AppAdapter'
import { events as delegator } from '../../../abi/UniversalDelegator'
import type { Fact } from '../../../facts/facts'
import { argsOf, type EventHandler, type LogContext, on } from '../../handler'

const DELEGATOR = 'UNIVERSAL_DELEGATOR'

/** Delegators of vaults of version 3: adapters with their order and limits, and what is allocated to them. */
export const universalDelegatorHandlers: EventHandler[] = [
  on(DELEGATOR, delegator.AddAdapter, ({ adapter, index }, context) =>
    ofVault(context, (vault) => ({ kind: 'adapterAdded', vault, adapter, index: Number(index) })),
  ),
  on(DELEGATOR, delegator.RemoveAdapter, ({ adapter }, context) =>
    ofVault(context, (vault) => ({ kind: 'adapterRemoved', vault, adapter })),
  ),
  on(DELEGATOR, delegator.SwapAdapters, ({ adapter1: first, adapter2: second }, context) =>
    ofVault(context, (vault) => ({ kind: 'adaptersSwapped', vault, first, second })),
  ),
  on(DELEGATOR, delegator.SetAutoAllocateAdapters, ({ adapters }, context) =>
    ofVault(context, (vault) => ({ kind: 'autoAllocateAdapters', vault, adapters })),
  ),
  on(DELEGATOR, delegator.SetLimits, ({ adapter, absoluteLimit, shareLimit }) => [
    { kind: 'adapterLimits', adapter, absolute: absoluteLimit, share: shareLimit },
  ]),
  // It does not name the adapter, which is the one whose slash or release caused it.
  on(DELEGATOR, delegator.DecreaseLimits, ({ assets: absolute, share }, context) => {
    const adapter = decreasedAdapter(context)
    return adapter ? [{ kind: 'adapterLimitsDecreased', adapter, absolute, share }] : []
  }),
  on(DELEGATOR, delegator.Allocate, (args, context) => allocation(args, true, context)),
  on(DELEGATOR, delegator.Deallocate, (args, context) => allocation(args, false, context)),
  on(DELEGATOR, delegator.RequestDeallocate, ({ adapter, assets }, context) =>
    ofVault(context, (vault) => {
      const sweep = isForced(adapter, assets, context) ? null : placeInSweep(context)
      return { kind: 'deallocationRequested', vault, adapter, assets, sweep }
    }),
  ),
]

/** A fact of the vault of the delegator; none while the delegator has no vault. */
function ofVault({ logs, index }: LogContext, fact: (vault: string) => Fact): Fact[] {
  const vault = logs[index]!.parent
  return vault === null ? [] : [fact(vault)]
}

interface Moved {
  adapter: string
  assets: bigint
  totalAssets: bigint
}

function allocation(moved: Moved, isAllocation: boolean, context: LogContext): Fact[] {
  const { adapter, assets, totalAssets } = moved
  return ofVault(context, (vault) => {
    return { kind: 'adapterAllocation', vault, adapter, assets, totalAssets, isAllocation }
  })
}

/** The adapter of the next Slash or Release of an adapter of the same vault. */
function decreasedAdapter({ logs, index }: LogContext): string | null {
  const vault = logs[index]!.parent
  const cause = logs.slice(index + 1).find((log) => {
    const isCause = argsOf(log, app.Slash) !== null || argsOf(log, app.Release) !== null
    return isCause && log.kind === 'ADAPTER' && log.parent === vault
  })
  return vault !== null && cause ? cause.log.address : null
}

/** The log of the same delegator next to the one that is handled, in the transaction. */
function neighbour({ logs, index }: LogContext, step: 1 | -1) {
  const { address } = logs[index]!.log
  for (let at = index + step; logs[at]; at += step) {
    if (logs[at]!.log.address === address) return logs[at]
  }
  return undefined
}

/**
 * Whether a request is one of forceDeallocate, for no request of the queue: it deallocates what it can, requests the rest, and
 * then lowers the limit to what is left.
 */
function isForced(adapter: string, assets: bigint, context: LogContext): boolean {
  const before = argsOf(neighbour(context, -1), delegator.Deallocate)
  const after = argsOf(neighbour(context, 1), delegator.SetLimits)
  if (before?.adapter !== adapter || after?.adapter !== adapter) return false
  return assets > 0n && after.absoluteLimit <= before.totalAssets - assets
}

/** A sweep requests from one adapter after another; every other call of the delegator in between has logs of its own. */
function placeInSweep(context: LogContext): 'FIRST' | 'NEXT' {
  return argsOf(neighbour(context, -1), delegator.RequestDeallocate) ? 'NEXT' : 'FIRST'
}
