import type { ServerResponse } from 'node:http'
import { type FeedCursor, formatCursor } from '../../store/notify/cursor'
import type { Filter, Message } from '../../store/notify/messages'
import type { Wakeups } from '../wakeups'

/** Reads the next messages of a listener: at most a page. */
export type ReadPage = (
  after: FeedCursor,
  filter: Filter,
) => Promise<{ messages: Message[]; scanned: FeedCursor }>

export interface StreamTimes {
  /** Pause between signs of life. */
  heartbeatMs: number
  /** A listener that has not read for so long is dropped. */
  slowMs: number
  /** Then it has so long to read why. */
  lingerMs: number
}

export const STREAM_TIMES: StreamTimes = { heartbeatMs: 15_000, slowMs: 30_000, lingerMs: 5_000 }

/** How a stream ended. */
export type StreamEnd = 'closed' | 'slow'

/** Writes messages to a listener as server-sent events, one page of them in memory at a time. */
export async function streamMessages(
  response: ServerResponse,
  start: FeedCursor,
  filter: Filter,
  read: ReadPage,
  wakeups: Wakeups,
  times: StreamTimes,
  signal: AbortSignal,
): Promise<StreamEnd> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Asks nginx not to collect the answer.
    'x-accel-buffering': 'no',
  })
  let cursor = start
  if (!(await write(response, `retry: 2000\nid: ${formatCursor(cursor)}\n\n`, times, signal))) {
    return drop(response, cursor, times)
  }
  while (!signal.aborted) {
    const { count } = wakeups
    const { messages, scanned } = await read(cursor, filter)
    for (const message of messages) {
      const hasRead = await write(response, eventOf(message), times, signal)
      if (signal.aborted) return 'closed'
      if (!hasRead) return drop(response, cursor, times)
    }
    cursor = scanned
    if (messages.length > 0) continue
    const waited = performance.now()
    await wakeups.after(count, signal, times.heartbeatMs)
    if (performance.now() - waited < times.heartbeatMs - 1 || signal.aborted) continue
    // Without data it is no event, but moves the id that a browser sends when it connects again.
    const hasRead = await write(response, `id: ${formatCursor(cursor)}\n\n`, times, signal)
    if (!hasRead && !signal.aborted) return drop(response, cursor, times)
  }
  return 'closed'
}

/** A message as a server-sent event. JSON has no line breaks. */
function eventOf(message: Message): string {
  return `id: ${message.cursor}\nevent: ${message.kind}\ndata: ${JSON.stringify(message)}\n\n`
}

/** @returns false if the listener does not read */
function write(
  response: ServerResponse,
  text: string,
  { slowMs }: StreamTimes,
  signal: AbortSignal,
): Promise<boolean> {
  if (signal.aborted || response.destroyed) return Promise.resolve(false)
  response.write(text)
  return isRead(response, slowMs, signal)
}

/** Waits until the listener has read enough for more to be written. @returns false: it did not in time, or is gone */
export async function isRead(
  response: ServerResponse,
  slowMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  if (signal.aborted || response.destroyed) return false
  if (!response.writableNeedDrain) return true
  return new Promise((resolve) => {
    const end = (hasRead: boolean) => {
      clearTimeout(timer)
      response.off('drain', drained)
      signal.removeEventListener('abort', aborted)
      resolve(hasRead)
    }
    const drained = () => end(true)
    const aborted = () => end(false)
    const timer = setTimeout(() => end(false), slowMs)
    response.once('drain', drained)
    signal.addEventListener('abort', aborted)
  })
}

/** Says why, in case the listener reads again, and ends the stream. */
export function drop(
  response: ServerResponse,
  cursor: FeedCursor,
  { lingerMs }: StreamTimes,
): StreamEnd {
  if (response.destroyed) return 'closed'
  const error = {
    code: 'SLOW_LISTENER',
    message: 'The listener did not read for too long.',
    hint: `Connect again with the id of the last event that arrived; ${formatCursor(cursor)} was the last before this page.`,
  }
  response.end(`event: error\ndata: ${JSON.stringify(error)}\n\n`)
  const timer = setTimeout(() => response.destroy(), lingerMs).unref()
  response.once('close', () => clearTimeout(timer))
  return 'slow'
}
