import { constants, fstatSync, openSync, write, writeSync } from 'node:fs'

/** Lines that wait for a reader beyond this many characters are dropped. */
const MAX_WAITING_BYTES = 1024 * 1024
/** Pause before a full pipe is tried again, in ms. */
const RETRY_AFTER = 100
/** Time for a write that is under way when the process exits, in ms. */
const LAST_WRITE = 50
/** A write that takes longer than this never ends: nobody reads the pipe. In ms. */
const STUCK_AFTER = 1_000

export interface Stderr {
  write: (line: string) => void
  /** Writes what waits, as far as it can be done at once. */
  flushSync: () => void
}

/**
 * Writes to stderr so that no state of it can hold up the program or its end: a full disk, a closed pipe and one that
 * nobody reads cost the lines, and nothing else. Node's own stream blocks on a pipe; pino's tries a full disk for ever.
 *
 * @param fd for tests
 */
export function createStderr(fd = openNonBlocking()): Stderr {
  let waiting: string[] = []
  let length = 0
  /** When the write that is under way began; `undefined` where there is none. */
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
      // Any other error costs these lines; the next ones are tried again, for the disk may have room by then.
      if (isFull(error)) putBack(bytes)
      else if (error === null) putBack(bytes.subarray(written))
      pump()
    })
  }
  function flushSync(): void {
    // Goes on in its thread meanwhile; this keeps the order.
    if (since !== undefined) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LAST_WRITE)
    if (isStuck()) return
    try {
      writeSync(fd, take())
    } catch {
      // No room, or nobody there.
    }
  }
  function isStuck(): boolean {
    return since !== undefined && performance.now() - since > STUCK_AFTER
  }

  process.once('exit', () => {
    flushSync()
    // A thread that is blocked in a write would keep the process for ever.
    if (isStuck()) process.kill(process.pid, 'SIGKILL')
  })
  return {
    write(line) {
      if (length + line.length > MAX_WAITING_BYTES) return
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
 * A descriptor of our own for the same stderr: one that does not block would be so for everybody who shares it. Where
 * the system has no such file (Windows, a socket, another user's terminal), the one that everybody has.
 */
function openNonBlocking(): number {
  try {
    const { O_WRONLY, O_APPEND, O_NONBLOCK } = constants
    const { ino, dev } = fstatSync(2)
    const own = openSync('/dev/stderr', O_WRONLY | O_APPEND | O_NONBLOCK)
    const same = fstatSync(own)
    return same.ino === ino && same.dev === dev ? own : 2
  } catch {
    return 2
  }
}
