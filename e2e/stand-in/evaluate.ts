import { runInThisContext } from 'node:vm'

/** Message from the spec: a function's source and its argument. */
export interface Evaluation {
  id: number
  source: string
  arg: unknown
}

/** Message to the spec. */
export interface EvaluationResult {
  type: 'result'
  id: number
  value?: unknown
  error?: string
}

/**
 * Runs functions sent by the spec with `electron` and one argument, like Playwright's `electronApp.evaluate`. Without a
 * spec (no IPC channel) it only keeps the process alive, as an Electron app does.
 */
export function answerEvaluations(electron: object): void {
  process.on('message', (message: Evaluation) => void answer(message, electron))
  // A spec that crashes must not leave apps behind.
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
