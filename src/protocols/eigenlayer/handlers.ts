import type { ContractKind } from '../../facts/enums.generated'
import { allocationHandlers, avsHandlers } from './avs'
import { delegationHandlers } from './delegation'
import { depositHandlers } from './deposits'
import { governanceHandlers } from './governance'
import { ANY_KIND, type EventHandler } from './handler'
import { legacyHandlers } from './legacy'
import { podHandlers } from './pods'
import { poolHandlers } from './pools'
import { priceHandlers } from './prices'
import { rewardHandlers } from './rewards'
import { slashingHandlers } from './slashings'
import { withdrawalHandlers } from './withdrawals'

/** All handlers, in the order in which those of one event run. */
const HANDLERS: readonly EventHandler[] = [
  // First: the values before the event are recorded before other handlers of the event change them.
  ...governanceHandlers,
  ...delegationHandlers,
  ...depositHandlers,
  ...legacyHandlers,
  ...withdrawalHandlers,
  ...avsHandlers,
  ...allocationHandlers,
  ...slashingHandlers,
  ...poolHandlers,
  ...rewardHandlers,
  ...podHandlers,
  ...priceHandlers,
]

/** Handlers by kind of contract and topic; filled on first use. */
const cache = new Map<ContractKind, Map<string, readonly EventHandler[]>>()

/** Handlers of an event of a kind of contract: those for contracts of any kind, then those for this kind. */
export function handlersOf(kind: ContractKind, topic: string): readonly EventHandler[] {
  let byTopic = cache.get(kind)
  if (!byTopic) {
    byTopic = new Map()
    cache.set(kind, byTopic)
  }
  let handlers = byTopic.get(topic)
  if (!handlers) {
    handlers = [ANY_KIND, kind].flatMap((of) =>
      HANDLERS.filter((handler) => handler.kind === of && handler.topic === topic),
    )
    byTopic.set(topic, handlers)
  }
  return handlers
}
