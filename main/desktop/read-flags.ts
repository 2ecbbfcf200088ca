import { parseArgs } from 'node:util'

export interface DesktopFlags {
  port: string | undefined
  'data-dir': string | undefined
  'env-file': string | undefined
}

/**
 * Command line flags of the desktop app. Unknown flags are accepted, because Chromium's switches are passed alongside.
 */
export function readFlags(argv: readonly string[]): DesktopFlags {
  const { values } = parseArgs({
    args: [...argv],
    strict: false,
    options: { port: { type: 'string' }, 'data-dir': { type: 'string' }, 'env-file': { type: 'string' } },
  })
  return {
    port: text(values['port']),
    'data-dir': text(values['data-dir']),
    'env-file': text(values['env-file']),
  }
}

/** True if started with the session, without showing a window. */
export function startsHidden(argv: readonly string[]): boolean {
  return argv.includes('--hidden')
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
