import { COMMAND_LINE } from '../base/command-line-switch.ts'
import { isCommand } from './help.ts'

/** Chromium's switches that may stand first: the installed command passes it, because a command opens no page. */
const SKIPPED = '--no-sandbox'

/**
 * The command in the arguments of the desktop app, for `parseCommandLine`: `['--no-sandbox', 'status', '--json']` →
 * `['status', '--json']`. Undefined if the app opens: no arguments, a link, or switches only.
 *
 * @param args without the executable and, in a checkout, the app's folder
 */
export function commandIn(args: readonly string[]): string[] | undefined {
  const [first, ...rest] = args.filter((arg) => arg !== SKIPPED)
  if (first === COMMAND_LINE) return rest
  if (first === undefined) return undefined
  return isCommand(first) || first === '--help' || first === '--version' ? [first, ...rest] : undefined
}
