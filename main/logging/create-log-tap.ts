/** So many lines are kept for who comes later. */
export const MAX_LINES = 5_000

/** Stands beside the log's file and stderr, and hands on what is written there. */
export interface LogTap {
  /** Takes a line as JSON, with its line break. */
  write: (line: string) => void
  /** Called with the lines so far, then with each as it comes. One listener at a time. */
  follow: (listener: (line: string) => void) => void
  /** The file that the lines are written to; `undefined` where there is none. */
  file: () => string | undefined
  /** Says where the lines go, or that they do not go there any more. */
  setFile: (path: string | undefined) => void
}

/** The log begins before anybody can read it: what is written until then waits here, the newest lines of it. */
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
