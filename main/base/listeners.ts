export interface Listeners {
  notify: () => void
  /** Returns the unsubscriber. */
  add: (listener: () => void) => () => void
}

/** A set of change listeners. A listener must not break its source: an error becomes a warning. */
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
