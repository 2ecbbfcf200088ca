/** Maximum number of lines kept in memory. */
export const MAX_LINES = 5_000

/** Receives the same lines as the log file and stderr, and passes them on. */
export interface LogTap {
  /** Takes a line as JSON, with its line break. */
  write: (line: string) => void
  /** Calls the listener with the lines so far, then with each new one. One listener at a time. */
  follow: (listener: (line: string) => void) => void
  /** Path of the log file; `undefined` when there is none. */
  file: () => string | undefined
  /** Sets the log file, or clears it when it is no longer written. */
  setFile: (path: string | undefined) => void
}

/** Logging starts before there is a listener: until then the newest lines wait here. */
export function createLogTap(): LogTap {
  let waiting: string[] = []
  let tell: ((line: string) => void) | undefined
  let file: string | undefined
  return {
    write(line) {
      if (tell !== undefined) return tell(line)
      waiting.push(line)
      if (waiting.length > MAX_LINES) waiting.shift()
    },
    follow(listener) {
      for (const line of waiting) listener(line)
      waiting = []
      tell = listener
    },
    file: () => file,
    setFile(path) {
      file = path
    },
  }
}
