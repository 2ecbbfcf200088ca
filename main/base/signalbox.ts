import type { ServerState } from '../../shared/ipc.ts'
import type { DrainSource, Livez } from '../../shared/livez.ts'
import type { Verdict } from '../../shared/verdict.ts'

/** The program around the server, as far as it can be ended from outside. */
export interface ShutdownHost {
  /** Ends the program, after running requests have finished or immediately. Returns at once. */
  end: (how: { now: boolean; restart: boolean }) => void
  canRestart: boolean
  /** The shell command that restarts it; null for an app. */
  startCommand: string | null
}

/** The proxy's interface for its hosts (the desktop shell and the CLI). */
export interface Signalbox {
  /**
   * Listens on `port` (default: the configured one). Never throws for errors that a user can fix: a busy port is
   * returned as `{ state: 'failed' }`. Stops a running server first.
   */
  start: (options?: { port?: number }) => Promise<ServerState>
  /** Closes the listener and every connection immediately. Requests in flight are cut. */
  stop: () => Promise<void>
  /**
   * The system ends this process as soon as control returns to it (Windows, at the end of a session): restores Claude
   * Code's settings in the current turn of the event loop. Never throws.
   */
  endingNow: () => void
  state: () => ServerState
  livez: () => Livez
  /** The verdict on the program's state, also while the server is not listening. */
  verdict: () => Verdict
  /** Call after a wake-up or a network change: immediately checks that the upstreams are reachable. */
  wake: () => void
  /** Starts draining, or escalates a running drain (a drain started by a signal can no longer be cancelled). */
  drain: (source: DrainSource) => void
  /** Cancels a drain. False if there is none or it cannot be cancelled. */
  resume: () => boolean
  /** Resolves when the drain has ended, with the number of requests that were cut (0 = all finished). */
  drained: () => Promise<{ cut: number }>
  /** Registers the program that `POST /api/shutdown` ends. Without one the endpoint refuses. */
  hostedBy: (host: ShutdownHost) => void
  /**
   * Called on every change of state, in-flight count, drain or verdict, at most once per 100 ms. Returns the
   * unsubscriber.
   */
  onChange: (listener: () => void) => () => void
}
