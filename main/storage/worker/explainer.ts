import { setTimeout } from 'node:timers/promises'
import type { Connection } from './connection.ts'

/** Between two passes, in ms: batches and queries come first. */
const PAUSE_MS = 50

/** Compares finished requests with the ones before them, after their batch is stored. */
interface Explainer {
  /** Goes on until none is waiting. */
  wake: () => void
  /** Resolves when none is waiting. */
  idle: () => Promise<void>
  /** Resolves when nothing more is written. */
  stop: () => Promise<void>
}

/** Best effort: a request that was not compared is when its explanation is read. */
export function createExplainer(connection: Connection): Explainer {
  const stopped = new AbortController()
  /** The next pass, from when it is planned to its end. */
  let running: Promise<void> | undefined

  async function explainSome(): Promise<void> {
    await setTimeout(PAUSE_MS, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined)
    if (stopped.signal.aborted) return
    const isMore = await connection.use(({ pending }) => pending.explain()).catch(() => false)
    running = isMore ? explainSome() : undefined
  }
  /** A pass plans the next one before it ends. */
  async function idle(): Promise<void> {
    await running
    if (running !== undefined) await idle()
  }
  return {
    wake() {
      running ??= explainSome()
    },
    idle,
    async stop() {
      stopped.abort()
      await running
    },
  }
}
