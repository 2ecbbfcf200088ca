import { askLoginShell, type LoginShellDeps as AskDeps } from './ask-login-shell.ts'
import { createSingleFlight } from './single-flight.ts'

export interface LoginShellDeps extends AskDeps {
  /** Milliseconds since 1970. */
  now: () => number
  /** The answer to an earlier question, at the start. */
  known?: readonly string[] | undefined
}

/** Pause before a failed shell is tried again, in ms: it may fail only while the machine starts. */
const RETRY_MS = 300_000

export interface LoginShellPath {
  /** Directories in order; empty if no shell responded, and on Windows. Rejects only when aborted. */
  read: (signal: AbortSignal) => Promise<readonly string[]>
  /** Drops the cached result, for a user who has just edited the startup files. */
  clear: () => void
}

/**
 * The PATH of a terminal session. An app started from Finder, the Dock or a .desktop file only gets
 * `/usr/bin:/bin:/usr/sbin:/sbin`, which hides nvm, Homebrew and `~/.local/bin`.
 */
export function createLoginShellPath(deps: LoginShellDeps): LoginShellPath {
  /** The last result. An empty one is valid for RETRY_MS, another one until `clear`. */
  let cached = deps.known && { at: deps.now(), dirs: deps.known }
  const ask = createSingleFlight(async (signal) => {
    const dirs = (await askLoginShell(deps, [], signal))?.path ?? []
    cached = { at: deps.now(), dirs }
    return dirs
  })
  return {
    read: async (signal) => {
      if (deps.platform === 'win32') return []
      const holds = cached !== undefined && (cached.dirs.length > 0 || deps.now() - cached.at < RETRY_MS)
      return holds && cached !== undefined ? cached.dirs : ask(signal)
    },
    clear: () => {
      cached = undefined
    },
  }
}
