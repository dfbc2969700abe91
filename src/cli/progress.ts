import { Presets, SingleBar } from 'cli-progress'
import type { Logger } from 'pino'

/** Minimum time between two lines without a terminal. */
const LINE_INTERVAL_MS = 2_000

/** How far indexing is. */
export interface ProgressState {
  /** Last block written. */
  block: number
  /** Last block of the chain. */
  head: number
  /** Events written since the start. */
  events: number
}

export interface Progress {
  update(state: ProgressState): void
  /** Ends the display, and prints the summary, if any. */
  stop(summary?: string): void
}

export interface ProgressOptions {
  /** First block that is indexed. */
  from: number
  /** Last block to index; without it the head of the chain. */
  to?: number | null
  isTTY: boolean
  /** Where lines go if the log is set to JSON; absent: they are text. */
  logger?: Pick<Logger, 'info'> | undefined
  output?: NodeJS.WritableStream
  /** Milliseconds of a monotonic clock. */
  now?: () => number
}

/** Displays how far indexing is: a line of the log, a bar on a terminal, else a line of text; every few seconds. */
export function createProgress({
  isTTY,
  output = process.stderr,
  now = () => performance.now(),
  logger,
  ...range
}: ProgressOptions): Progress {
  const display = { ...range, output, now }
  if (logger) return loggedProgress(display, logger)
  return isTTY ? barProgress(display) : lineProgress(display)
}

type Display = Required<Pick<ProgressOptions, 'output' | 'now'>> &
  Pick<ProgressOptions, 'from' | 'to'>

function barProgress({ from, to, output, now }: Display): Progress {
  const bar = new SingleBar(
    {
      format:
        'indexing [{bar}] {percentage}% | block {block} of {head} | {rate} events/s | ETA {eta_formatted}',
      hideCursor: true,
      stream: output,
      // Log lines in between must not leave parts of the bar behind.
      forceRedraw: true,
    },
    Presets.shades_classic,
  )
  const start = now()
  let started = false
  return {
    update({ block, head, events }) {
      const end = to ?? head
      const rate = perSecond(events, now() - start)
      const values = { block, head: end, rate }
      if (!started) bar.start(totalOf(from, end), 0, values)
      started = true
      bar.setTotal(totalOf(from, end))
      bar.update(doneOf(from, block, end), values)
    },
    stop(summary) {
      if (started) bar.stop()
      if (summary !== undefined) output.write(`${summary}\n`)
    },
  }
}

function loggedProgress(display: Display, logger: Pick<Logger, 'info'>): Progress {
  return {
    update: everySeconds(display, ({ leftMs, ...fields }) => {
      const secondsLeft = leftMs === null ? null : Math.round(leftMs / 1000)
      logger.info({ ...fields, secondsLeft }, 'indexing')
    }),
    stop(summary) {
      if (summary !== undefined) logger.info({ summary }, 'indexing has ended')
    },
  }
}

function lineProgress(display: Display): Progress {
  const { output } = display
  return {
    update: everySeconds(display, ({ block, of, percent, eventsPerSecond, leftMs }) => {
      const left = leftMs === null ? '' : `, ${duration(leftMs)} left`
      output.write(
        `indexing: block ${block} of ${of} (${percent}%), ${eventsPerSecond} events/s${left}\n`,
      )
    }),
    stop(summary) {
      if (summary !== undefined) output.write(`${summary}\n`)
    },
  }
}

/** What a line of progress says. */
interface Line {
  block: number
  of: number
  percent: number
  eventsPerSecond: number
  /** Null: nothing is done by which it could be estimated. */
  leftMs: number | null
}

/** Writes a line for an update, if the last line is some seconds old. */
function everySeconds({ from, to, now }: Display, write: (line: Line) => void): Progress['update'] {
  const start = now()
  let last = Number.NEGATIVE_INFINITY
  return ({ block, head, events }) => {
    const time = now()
    if (time - last < LINE_INTERVAL_MS) return
    last = time
    const of = to ?? head
    const [done, total] = [doneOf(from, block, of), totalOf(from, of)]
    write({
      block,
      of,
      percent: Math.floor((100 * done) / total),
      eventsPerSecond: perSecond(events, time - start),
      leftMs: done > 0 ? ((time - start) * (total - done)) / done : null,
    })
  }
}

/** At least 1: a start at the head has no block to index. */
function totalOf(from: number, end: number): number {
  return Math.max(end - from + 1, 1)
}

function doneOf(from: number, block: number, end: number): number {
  return block >= end ? totalOf(from, end) : Math.max(block - from + 1, 0)
}

/** Rounded to its two largest units: `5 s`, `3 min 20 s`, `10 h 5 min`. */
function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  const minutes = Math.floor(seconds / 60)
  if (minutes === 0) return `${seconds} s`
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

function perSecond(events: number, milliseconds: number): number {
  return milliseconds > 0 ? Math.round((1000 * events) / milliseconds) : 0
}
