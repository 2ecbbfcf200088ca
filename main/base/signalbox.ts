import type { ServerState } from '../../shared/ipc.ts'
import type { DrainSource, Livez } from '../../shared/livez.ts'
import type { Verdict } from '../../shared/verdict.ts'

/** The program around the server, as far as it can be ended from outside. */
export interface ShutdownHost {
  /** Ends the program once running requests have finished, or at once. Returns immediately. */
  end: (how: { now: boolean; restart: boolean }) => void
  canRestart: boolean
  /** The shell command that starts it again; null for an app. */
  startCommand: string | null
}

/** The proxy as its hosts (the desktop shell, the CLI) see it: everything they may do with it, nothing of how. */
export interface Signalbox {
  /**
   * Listens on `port` (default: the configured one). Never throws for what a user can mend: a busy port comes
   * back as `{ state: 'failed' }`. Stops a running server first.
   */
  start: (options?: { port?: number }) => Promise<ServerState>
  /** Closes at once: listener and every connection. Requests in flight are cut. */
  stop: () => Promise<void>
  state: () => ServerState
  livez: () => Livez
  /** The one verdict on the program's state, also while nothing listens. */
  verdict: () => Verdict
  /** The machine woke up, or its network changed: looks at once whether the upstreams can be reached. */
  wake: () => void
  /** Starts draining, or strengthens a running drain (a signal's drain cannot be cancelled any more). */
  drain: (source: DrainSource) => void
  /** Cancels a drain. False when there is none, or it cannot be cancelled. */
  resume: () => boolean
  /** Resolves when the drain has ended: with the number of requests that were cut (0 = all finished). */
  drained: () => Promise<{ cut: number }>
  /** Names the program that `POST /api/shutdown` ends. Without one the endpoint refuses. */
  hostedBy: (host: ShutdownHost) => void
  /** Called on every change of state, in-flight count, drain or verdict. At most once per 100 ms. Returns the unsubscriber. */
  onChange: (listener: () => void) => () => void
}
