import type { DrainSource } from '../../shared/livez.ts'
import type { Signalbox } from '../base/signalbox.ts'
import type { Log } from './log.ts'

/**
 * Deadline for stopping, in ms, after which the process exits anyway. Longer than running sessions need to follow their
 * settings back to Anthropic (main/compose/connect.ts): exiting earlier would leave them with a dead address.
 */
const STOP_DEADLINE = 6000

export interface QuitDeps {
  signalbox: Signalbox
  /** Ends the process without further prompts. `idle`: nothing was cut, and no system shutdown is waiting for us. */
  exit: (code: number, idle: boolean) => void
  log: Log
  /** Called when `isWaiting` changed. */
  onChange: () => void
}

/** Controls how the app quits. */
export interface Quit {
  /**
   * Drains, then exits with 0. Resuming the drain cancels the quit. `within`: exit after that many ms at the latest.
   */
  whenIdle: (source: Extract<DrainSource, 'quit' | 'signal'>, within?: number) => void
  /** Exits without waiting; requests in flight are cut. After an exit that an installer delays, ends that wait. */
  now: (code?: number) => void
  isWaiting: () => boolean
}

/**
 * Creates the app's quit controller. It never calls `app.quit`, which closes windows one by one and lets any of them
 * veto.
 */
export function createQuit(deps: QuitDeps): Quit {
  // 'exiting' is final. 'waiting' returns to 'no' when the drain is resumed.
  let phase: 'no' | 'waiting' | 'exiting' = 'no'
  let deadline: NodeJS.Timeout | undefined
  // True once `deps.exit` was called: an installer may still be running.
  let left = false

  function enter(next: typeof phase): void {
    if (phase === next || phase === 'exiting') return
    phase = next
    if (phase === 'no') {
      clearTimeout(deadline)
      deadline = undefined
    }
    deps.onChange()
  }
  async function exit(code: number): Promise<void> {
    if (left) return deps.exit(code, false)
    if (phase === 'exiting') return
    enter('exiting')
    const idle = deps.signalbox.livez().in_flight === 0 && deadline === undefined
    const late = new Promise<void>((resolve) => setTimeout(resolve, STOP_DEADLINE).unref())
    await Promise.race([deps.signalbox.stop(), late]).catch((error: unknown) =>
      deps.log.error({ err: error }, 'failed to stop server'),
    )
    deps.log.info({ code }, 'quit')
    left = true
    deps.exit(code, idle)
  }
  async function exitWhenDrained(): Promise<void> {
    const { cut } = await deps.signalbox.drained()
    if (cut > 0) deps.log.warn({ cut }, 'requests aborted on quit')
    // A resumed drain never resolves; this check covers a drain that ended while the user cancelled.
    if (phase === 'waiting') await exit(0)
  }
  deps.signalbox.onChange(() => {
    const resumed = deps.signalbox.state().state === 'running' && !deps.signalbox.livez().draining
    if (phase === 'waiting' && resumed) enter('no')
  })

  return {
    isWaiting: () => phase === 'waiting',
    now: (code = 0) => void exit(code),
    whenIdle(source, within) {
      if (phase === 'exiting') return
      if (deps.signalbox.state().state !== 'running') {
        void exit(0)
        return
      }
      // Drain first: `enter` notifies listeners, and the drain must be active by then.
      deps.signalbox.drain(source)
      if (phase === 'no') void exitWhenDrained()
      enter('waiting')
      if (within !== undefined) deadline = setTimeout(() => void exit(0), within)
    },
  }
}
