/** npm hands on the signal that the terminal already sent: that is one wish, not two. */
const SAME_WISH_MS = 500

/**
 * Resolves at the first wish to stop: SIGINT, SIGTERM, or the end of the parent that `linchpin up` is.
 * A second wish ends the process at once.
 */
export function untilShutdown(): Promise<void> {
  return new Promise((resolve) => {
    let first: number | null = null
    const wish = () => {
      if (first === null) {
        first = performance.now()
        resolve()
      } else if (performance.now() - first > SAME_WISH_MS) {
        process.exit(1)
      }
    }
    process.on('SIGINT', wish)
    process.on('SIGTERM', wish)
    onParentGone(wish)
  })
}

/** Calls `action` when the parent has ended, if this process was started with a channel to it. */
function onParentGone(action: () => void): void {
  if (process.channel === undefined) return
  process.on('disconnect', action)
  // The channel alone is no reason to stay alive.
  process.channel.unref()
}
