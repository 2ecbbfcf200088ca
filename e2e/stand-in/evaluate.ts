import { runInThisContext } from 'node:vm'

/** What the spec sends: a function's source and its argument. */
export interface Evaluation {
  id: number
  source: string
  arg: unknown
}

/** What comes back. */
export interface EvaluationResult {
  type: 'result'
  id: number
  value?: unknown
  error?: string
}

/**
 * Runs functions that the spec sends, with `electron` and one argument: Playwright's `electronApp.evaluate`.
 * Without a spec (no IPC channel) nothing happens but that the process stays alive, as an Electron app does.
 */
export function answerEvaluations(electron: object): void {
  process.on('message', (message: Evaluation) => void answer(message, electron))
  // A spec that dies must not leave apps behind.
  process.once('disconnect', () => process.exit(71))
  setInterval(() => undefined, 60_000)
}

async function answer({ id, source, arg }: Evaluation, electron: object): Promise<void> {
  try {
    const evaluated: unknown = runInThisContext(`(${source})`)
    if (typeof evaluated !== 'function') throw new TypeError('not a function')
    const value: unknown = await Reflect.apply(evaluated, undefined, [electron, arg])
    reply({ type: 'result', id, value })
  } catch (error) {
    reply({ type: 'result', id, error: String(error) })
  }
}

function reply(result: EvaluationResult): void {
  process.send?.(result)
}
