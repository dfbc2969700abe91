/** A clock whose time passes at once: it leaps to the next moment that something waits for. */
export class VirtualClock {
  #now = 0
  #waiting = []
  #isScheduled = false

  now() {
    return this.#now
  }

  random() {
    return 0.5
  }

  /** @param signal ends nothing here: no wait of the benchmark is given up */
  wait(ms, _signal) {
    return new Promise((resolve) => {
      const at = this.#now + Math.max(ms, 0)
      let index = this.#waiting.length
      while (index > 0 && this.#waiting[index - 1].at > at) index--
      this.#waiting.splice(index, 0, { at, resolve })
      this.#schedule()
    })
  }

  #schedule() {
    if (this.#isScheduled || this.#waiting.length === 0) return
    this.#isScheduled = true
    // After everything that can run without waiting.
    setImmediate(() => {
      this.#isScheduled = false
      const next = this.#waiting.shift()
      this.#now = Math.max(this.#now, next.at)
      next.resolve()
      this.#schedule()
    })
  }
}
