/** Passes values to a listener that is connected later; what comes before is not kept. */
export class Signal<T> {
  private listener: ((value: T) => void) | null = null

  connect(listener: (value: T) => void): void {
    this.listener = listener
  }

  emit(value: T): void {
    this.listener?.(value)
  }
}
