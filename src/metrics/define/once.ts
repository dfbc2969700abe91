/** Makes a value when it is first requested; later requests share it. What it is made from is then no longer held. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  let open: (() => T) | null = make
  return () => {
    made ??= { value: open!() }
    open = null
    return made.value
  }
}
