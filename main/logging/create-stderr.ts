import { constants, fstatSync, openSync, write, writeSync } from 'node:fs'

/** Limit for buffered lines, in characters; further lines are dropped. */
const MAX_WAITING_CHARS = 1024 * 1024
/** Pause before a full pipe is retried, in ms. */
const RETRY_AFTER = 100
/** Time for a write in progress when the process exits, in ms. */
const LAST_WRITE = 50
/** A write that takes longer is stuck: nothing reads the pipe. In ms. */
const STUCK_AFTER = 1_000

export interface Stderr {
  write: (line: string) => void
  /** Writes the buffered lines as far as possible without blocking. */
  flushSync: () => void
}

/**
 * Writes to stderr without ever blocking the program or its exit: on a full disk, a closed pipe or one that is not
 * read, lines are lost and nothing else. Node's own stream blocks on a pipe; pino's retries a full disk forever.
 *
 * @param fd for tests
 */
export function createStderr(fd = openNonBlocking()): Stderr {
  let waiting: string[] = []
  let length = 0
  /** Start of the write in progress; `undefined` when there is none. */
  let since: number | undefined
  let retry: NodeJS.Timeout | undefined

  function take(): Buffer {
    const bytes = Buffer.from(waiting.join(''))
    waiting = []
    length = 0
    return bytes
  }
  function putBack(bytes: Buffer): void {
    if (bytes.length === 0) return
    waiting.unshift(bytes.toString())
    length += bytes.length
  }
  function pump(): void {
    if (since !== undefined || retry !== undefined || waiting.length === 0) return
    const bytes = take()
    since = performance.now()
    write(fd, bytes, (error, written) => {
      since = undefined
      if (isFull(error)) {
        retry = setTimeout(() => {
          retry = undefined
          pump()
        }, RETRY_AFTER).unref()
      }
      // Any other error drops these lines; later ones are tried again, since the disk may have space by then.
      if (isFull(error)) putBack(bytes)
      else if (error === null) putBack(bytes.subarray(written))
      pump()
    })
  }
  function flushSync(): void {
    // The write in progress continues in its thread; waiting keeps the order.
    if (since !== undefined) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LAST_WRITE)
    if (isStuck()) return
    try {
      writeSync(fd, take())
    } catch {
      // Disk full, or the reader is gone.
    }
  }
  function isStuck(): boolean {
    return since !== undefined && performance.now() - since > STUCK_AFTER
  }

  process.once('exit', () => {
    flushSync()
    // A thread blocked in a write would keep the process alive forever.
    if (isStuck()) process.kill(process.pid, 'SIGKILL')
  })
  return {
    write(line) {
      if (length + line.length > MAX_WAITING_CHARS) return
      waiting.push(line)
      length += line.length
      pump()
    },
    flushSync,
  }
}

function isFull(error: NodeJS.ErrnoException | null): boolean {
  return error?.code === 'EAGAIN' || error?.code === 'EBUSY'
}

/**
 * Opens a separate descriptor for stderr: O_NONBLOCK on the shared one would affect every process that shares it. Falls
 * back to the shared one where the system has no such file (Windows, a socket, another user's terminal). A regular file
 * never blocks, and a second descriptor would have an offset of its own: it and everything else that is written to
 * stderr, or to stdout in the same file, would overwrite each other.
 */
function openNonBlocking(): number {
  try {
    const { O_WRONLY, O_APPEND, O_NONBLOCK } = constants
    const shared = fstatSync(2)
    if (shared.isFile()) return 2
    const own = openSync('/dev/stderr', O_WRONLY | O_APPEND | O_NONBLOCK)
    const same = fstatSync(own)
    return same.ino === shared.ino && same.dev === shared.dev ? own : 2
  } catch {
    return 2
  }
}
