import type { ServerResponse } from 'node:http'
import { buildSchema, type GraphQLSchema } from 'graphql'
import { type FeedCursor, formatCursor } from '../../store/notify/cursor'
import type { Message } from '../../store/notify/messages'
import type { FeedRange } from '../../store/notify/range'
import type { Wakeups } from '../wakeups'
import { type FeedParams, readFeedParams, startOf } from './params'
import { drop, isRead, type ReadPage, type StreamTimes } from './stream'

const SDL = `
  """Any JSON value."""
  scalar JSON

  """Whether messages come at once, with notices of what was undone, or when their blocks are final."""
  enum FeedDelivery { AT_ONCE FINAL }

  """A change, a notice or an alert (docs/feed.md)."""
  type FeedMessage {
    "Position in the order of all messages: pass it as \`since\` to go on after it."
    cursor: String!
    kind: String!
    "Block of the change; null: the message is not about one block."
    block: Int
    "Whether the block is final."
    final: Boolean!
    "Addresses and operator sets that it is about."
    subjects: [String!]!
    data: JSON!
    "Cursor of the message that it undoes; null: none."
    undoes: String
    "When it was written, ISO 8601."
    at: String!
  }

  type Query {
    "Cursor of the last message."
    feedCursor: String!
  }

  type Subscription {
    "Messages after a cursor (\`0\`: the oldest that is kept; null: from now on), of some kinds, about some subjects."
    feed(since: String, delivery: FeedDelivery! = AT_ONCE, kinds: [String!], subjects: [String!]): FeedMessage!
  }
`

/** What a subscription of one request uses. A type, because graphql-sse takes no interface. */
export type SubscriptionContext = {
  response: ServerResponse
  /** Aborted when the connection is closed. */
  signal: AbortSignal
  /** Read once, however often a document asks for it. */
  range?: Promise<FeedRange>
}

/** Where subscriptions read. */
export interface Source {
  range(): Promise<FeedRange>
  read: ReadPage
  wakeups: Wakeups
  times: StreamTimes
  /** A listener was dropped because it did not read. */
  dropped(): void
}

interface FeedArgs {
  since?: string | null
  delivery: 'AT_ONCE' | 'FINAL'
  kinds?: string[] | null
  subjects?: string[] | null
}

/** The schema of /graphql/stream. */
export function subscriptionSchema(source: Source): GraphQLSchema {
  const schema = buildSchema(SDL)
  schema.getQueryType()!.getFields().feedCursor!.resolve = async (
    _root,
    _args,
    context: SubscriptionContext,
  ) => {
    context.range ??= source.range()
    return formatCursor((await context.range).last)
  }
  schema.getSubscriptionType()!.getFields().feed!.subscribe = async (
    _root,
    args: FeedArgs,
    context: SubscriptionContext,
  ) => {
    const { since, ...filter } = paramsOf(args)
    const start = startOf(since, await source.range())
    return messagesAfter(start, filter, source, context)
  }
  return schema
}

/** Arguments are checked as the parameters of GET /feed are. */
function paramsOf({ since, delivery, kinds, subjects }: FeedArgs): FeedParams {
  const search = new URLSearchParams()
  if (since != null) search.set('since', since)
  search.set('delivery', delivery === 'FINAL' ? 'final' : 'at-once')
  for (const kind of kinds ?? []) search.append('kind', kind)
  for (const subject of subjects ?? []) search.append('subject', subject)
  return readFeedParams(search.toString(), undefined)
}

/** Waits before each message until the listener has read: graphql-sse keeps what it is given, however much that is. */
async function* messagesAfter(
  start: FeedCursor,
  filter: Omit<FeedParams, 'since'>,
  { read, wakeups, times, dropped }: Source,
  { response, signal }: SubscriptionContext,
): AsyncGenerator<{ feed: Message }> {
  let cursor = start
  while (!signal.aborted) {
    const { count } = wakeups
    const { messages, scanned } = await read(cursor, filter)
    for (const feed of messages) {
      if (!(await isRead(response, times.slowMs, signal))) {
        if (signal.aborted) return
        dropped()
        drop(response, cursor, times)
        return
      }
      yield { feed }
    }
    cursor = scanned
    if (messages.length === 0) await wakeups.after(count, signal)
  }
}
