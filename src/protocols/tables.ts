import { event, indexed } from '@subsquid/evm-abi'
import * as p from '@subsquid/evm-codec'
import type { ContractKind } from '../facts/enums.generated'
import { common, PROXY } from './common'
import type { Codec } from './decode-any'
import type { AnyEvent } from './event'
import { ANY_KIND, type EventHandler, type Finder } from './handler'
import type { Followed, KindOf, SourceLog } from './log'
import type { Abi, EventTable, NarrowedKind, Protocol } from './protocol'
import { PROTOCOLS } from './registry'

/** All that the engine knows of one kind of contract. */
interface KindTable {
  /** Null: contracts of no protocol, as price feeds. */
  protocol: Protocol | null
  /** Events by topic0, as contracts of this kind declare them. */
  events: ReadonlyMap<string, AnyEvent>
  /** Events of all kinds of its protocol: ownership, pausing, and events of other releases. */
  others: ReadonlyMap<string, AnyEvent>
  topics: readonly string[]
  /** By topic; null: none. */
  finders: ReadonlyMap<string, Finder> | null
  /** Which logs are followed; null: all. */
  narrowed: NarrowedKind | null
  /** By topic, filled on first use. */
  handlers: Map<string, readonly EventHandler[]>
}

const TABLES = new Map<ContractKind, KindTable>()
for (const protocol of PROTOCOLS) addKinds(protocol, protocol)
addKinds(common, null)

function addKinds({ abis }: EventTable, protocol: Protocol | null): void {
  const kinds = Object.entries(abis) as [ContractKind, readonly Abi[]][]
  const ofCommon = Object.values(common.abis).flat()
  const others = eventsByTopic([...kinds.flatMap(([, abis]) => [...abis, ...PROXY]), ...ofCommon])
  for (const [kind, abis] of kinds) {
    if (TABLES.has(kind)) throw new Error(`two tables have the kind ${kind}`)
    const events = eventsByTopic([...abis, ...PROXY])
    const finders = protocol?.finders.filter((finder) => finder.kind === kind) ?? []
    TABLES.set(kind, {
      protocol,
      events,
      others,
      topics: [...events.keys()],
      finders: finders.length > 0 ? new Map(finders.map((finder) => [finder.topic, finder])) : null,
      narrowed: protocol?.narrowed?.[kind] ?? null,
      handlers: new Map(),
    })
  }
}

/** The first event of each topic. */
function eventsByTopic(abis: readonly Abi[]): Map<string, AnyEvent> {
  const byTopic = new Map<string, AnyEvent>()
  for (const { events } of abis) {
    for (const event of Object.values(events)) {
      if (!byTopic.has(event.topic)) byTopic.set(event.topic, withHashedStructs(event))
    }
  }
  return byTopic
}

/** An indexed struct is only a hash in the log; the generated decoder would decode its fields. */
function withHashedStructs(source: AnyEvent): AnyEvent {
  const params = source.params as Record<string, Codec>
  const isHashed = ({ indexed, baseType }: Codec) => indexed === true && baseType === 'struct'
  if (!Object.values(params).some(isHashed)) return source
  const fixed = Object.fromEntries(
    Object.entries(params).map(([name, codec]) => [
      name,
      isHashed(codec) ? indexed(p.bytes32) : codec,
    ]),
  )
  return event(source.topic, source.signature, fixed as never)
}

/** The protocol of a kind of contract; null: contracts of no protocol, as price feeds. */
export function protocolOf(kind: ContractKind): Protocol | null {
  return TABLES.get(kind)?.protocol ?? null
}

/**
 * The event of a topic, as a contract of this kind declares it. Events are found by topic, not by name: many names have
 * several signatures, and several contracts share one topic.
 */
export function eventOf(kind: ContractKind, topic0: string): AnyEvent | undefined {
  const table = TABLES.get(kind)
  return table?.events.get(topic0) ?? table?.others.get(topic0)
}

/** Topic0 of all events that the ABIs of this kind of contract declare. The list is the same object on every call. */
export function topicsOf(kind: ContractKind): readonly string[] {
  return TABLES.get(kind)?.topics ?? NO_TOPICS
}

const NO_TOPICS: readonly string[] = []

/** Topics by which contracts of a kind with very many members may be read, whatever their addresses; null: by address. */
export function sharedTopicsOf(kind: ContractKind): readonly string[] | null {
  return protocolOf(kind)?.readByTopic.includes(kind) ? topicsOf(kind) : null
}

/** Whether a log of a contract is followed: one of many tokens is not. */
export function isFollowed(
  kind: ContractKind,
  { topics }: Pick<SourceLog, 'topics'>,
  kindOf: KindOf,
): boolean {
  const narrowed = narrowedKind(kind)
  if (!narrowed) return true
  const { topic, accounts, withZero } = narrowed
  if (topics[0] !== topic) return false
  return topics.slice(1, 3).some((word) => {
    if (word === ZERO_TOPIC) return withZero
    const account = word.length === 66 ? kindOf(`0x${word.slice(26)}`) : undefined
    return account !== undefined && accounts.includes(account.kind)
  })
}

/** Which logs of a kind of contract are followed; null: all. */
export function narrowedKind(kind: ContractKind): NarrowedKind | null {
  return TABLES.get(kind)?.narrowed ?? null
}

const ZERO_TOPIC = `0x${'0'.repeat(64)}`

/** The accounts among followed contracts that logs of a narrowed kind name, as topics. */
export function accountTopics(
  { accounts, withZero }: NarrowedKind,
  contracts: Iterable<readonly [string, Followed]>,
): string[] {
  const topics = withZero ? [ZERO_TOPIC] : []
  for (const [address, { kind }] of contracts) {
    if (accounts.includes(kind)) topics.push(`0x${'0'.repeat(24)}${address.slice(2)}`)
  }
  return topics
}

/** First topics of the followed logs of all narrowed kinds. */
export const NARROWED_TOPICS: readonly string[] = [
  ...new Set(
    PROTOCOLS.flatMap(({ narrowed = {} }) => Object.values(narrowed).map(({ topic }) => topic)),
  ),
]

/** Topic0 of events whose blocks are always verified, because they move much value. */
export const ALWAYS_VERIFIED_TOPICS: ReadonlySet<string> = new Set(
  PROTOCOLS.flatMap(({ alwaysVerified }) => alwaysVerified),
)

/** What may reveal contracts among the logs of a kind of contract with this topic. Called for every log, so it is cheap. */
export function finderOf(kind: ContractKind, topic0: string | undefined): Finder | null {
  const finders = TABLES.get(kind)?.finders
  return (finders && topic0 !== undefined && finders.get(topic0)) || null
}

/**
 * Handlers of an event of a kind of contract: those for contracts of all protocols, those for all contracts of its protocol,
 * then those for this kind. The first ones record the values before the event, which others change.
 */
export function handlersOf(kind: ContractKind, topic: string): readonly EventHandler[] {
  const table = TABLES.get(kind)
  if (!table) return []
  let handlers = table.handlers.get(topic)
  if (!handlers) {
    const all = [...common.handlers, ...(table.protocol?.handlers ?? [])]
    handlers = [ANY_KIND, kind].flatMap((of) =>
      all.filter((handler) => handler.kind === of && handler.topic === topic),
    )
    table.handlers.set(topic, handlers)
  }
  return handlers
}
