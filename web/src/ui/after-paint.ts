/** Runs what takes a while once the page is painted, so that a press is seen at once. */
export function afterPaint(run: () => void): void {
  requestAnimationFrame(() => setTimeout(run))
}
