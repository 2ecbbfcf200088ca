import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** How one process is started. It gets a minimal environment, `ANTHROPIC_FORWARD_URL` and an own HOME. */
export interface Command {
  args: string[]
  env?: Readonly<Record<string, string>>
}

export interface TargetSpec {
  /** Column title, and the key of its figures and goals. */
  name: string
  /** `undefined`: the client talks to the upstream itself. */
  command: Command | undefined
}

/** What every ratio is taken against. */
export const YARDSTICK = 'node-pipe'
/** What every added time is taken against. */
export const BASELINE = 'direct'

const REPOSITORY = join(import.meta.dirname, '..', '..', '..')
const BUILT = join(REPOSITORY, 'out', 'main', 'headless.js')

/** The built program where there is one, because that is what people run. */
export function signalboxEntry(): string {
  return existsSync(BUILT) ? BUILT : join(REPOSITORY, 'main', 'headless.ts')
}

/**
 * One column each. A variant of Signalbox is one more row here, with its goals in the rows of the measures.
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
