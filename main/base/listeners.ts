export interface Listeners {
  notify: () => void
  /** Returns the function that ends the subscription. */
  add: (listener: () => void) => () => void
}

/** Who wants to know of a change. Whoever watches must not break what is watched: an error becomes a warning. */
export function createListeners(): Listeners {
  const listeners = new Set<() => void>()

  function call(listener: () => void): void {
    try {
      listener()
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error))
    }
  }
  return {
    notify: () => listeners.forEach(call),
    add(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
