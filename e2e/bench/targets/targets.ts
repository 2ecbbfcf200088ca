import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Command line of one process. It gets a minimal environment, `ANTHROPIC_FORWARD_URL` and its own HOME. */
export interface Command {
  args: string[]
  env?: Readonly<Record<string, string>>
}

export interface TargetSpec {
  /** Column title, and key of its figures and goals. */
  name: string
  /** `undefined`: the client connects to the upstream directly. */
  command: Command | undefined
}

/** Reference of every ratio. */
export const YARDSTICK = 'node-pipe'
/** Reference of every added time. */
export const BASELINE = 'direct'

const REPOSITORY = join(import.meta.dirname, '..', '..', '..')
const BUILT = join(REPOSITORY, 'out', 'main', 'headless.js')

/** Prefers the built program, which is the one that users run. */
export function signalboxEntry(): string {
  return existsSync(BUILT) ? BUILT : join(REPOSITORY, 'main', 'headless.ts')
}

/**
 * One column each. To add a variant of Signalbox, add a row here and its goals in the measures.
 *
 * @param entry the headless program to run
 */
export function listTargets(entry: string): TargetSpec[] {
  return [
    { name: BASELINE, command: undefined },
    { name: YARDSTICK, command: { args: [fileURLToPath(new URL('./node-pipe.ts', import.meta.url))] } },
    { name: 'signalbox', command: { args: [entry, 'serve', '--port', '0'] } },
  ]
}
