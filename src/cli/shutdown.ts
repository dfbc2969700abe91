/** npm forwards the signal that the terminal already sent: both count as one. */
const SAME_SIGNAL_MS = 500

/**
 * Resolves at the first shutdown signal: SIGINT, SIGTERM, or the end of the parent process `linchpin up`. A second one ends
 * the process at once.
 */
export function untilShutdown(): Promise<void> {
  return new Promise((resolve) => {
    let first: number | null = null
    const onSignal = () => {
      if (first === null) {
        first = performance.now()
        resolve()
      } else if (performance.now() - first > SAME_SIGNAL_MS) {
        process.exit(1)
      }
    }
    process.on('SIGINT', onSignal)
    process.on('SIGTERM', onSignal)
    onParentGone(onSignal)
  })
}

/** Calls `action` when the parent process ends, if this process has a channel to it. */
function onParentGone(action: () => void): void {
  if (process.channel === undefined) return
  process.on('disconnect', action)
  // The channel alone must not keep the process running.
  process.channel.unref()
}
