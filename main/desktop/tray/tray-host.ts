import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { TOOL_FOLDER } from '../../base/tool-folder.ts'

const WATCHER = 'org.kde.StatusNotifierWatcher'
const PATH = '/StatusNotifierWatcher'
const PROPERTY = 'IsStatusNotifierHostRegistered'

/** Three tools that can read a D-Bus property; a desktop has at least one of them. */
const PROBES: readonly (readonly [string, ...string[]])[] = [
  [
    'gdbus',
    'call',
    '--session',
    '--timeout=2',
    `--dest=${WATCHER}`,
    `--object-path=${PATH}`,
    '--method=org.freedesktop.DBus.Properties.Get',
    WATCHER,
    PROPERTY,
  ],
  ['busctl', '--user', '--timeout=2', 'get-property', WATCHER, PATH, WATCHER, PROPERTY],
  [
    'dbus-send',
    '--session',
    '--print-reply',
    '--reply-timeout=2000',
    `--dest=${WATCHER}`,
    PATH,
    'org.freedesktop.DBus.Properties.Get',
    `string:${WATCHER}`,
    `string:${PROPERTY}`,
  ],
]

/** In ms. A hung bus must not keep the window from opening. */
const PROBE_TIMEOUT = 3000

export interface TrayHostDeps {
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
  /** Runs a program and resolves with its output; rejects if it fails, is missing or times out. */
  run?: (command: string, args: readonly string[]) => Promise<string>
}

/**
 * True if a tray icon would be visible. On Linux Electron fails silently when nothing shows status icons
 * (StatusNotifierItem specification, "StatusNotifierWatcher"), so we query D-Bus. `SIGNALBOX_TRAY=1` or `0` overrides
 * the result, for panels that only support the older protocol. Never rejects.
 */
export async function hasTrayHost({ platform, env, run = runProgram }: TrayHostDeps): Promise<boolean> {
  if (env['SIGNALBOX_TRAY'] === '1') return true
  if (env['SIGNALBOX_TRAY'] === '0') return false
  if (platform !== 'linux') return true
  for (const [command, ...args] of PROBES) {
    const response = await run(command, args).catch((error: unknown) => (isMissing(error) ? undefined : ''))
    if (response !== undefined) return saysYes(response)
  }
  return false
}

/** Only a missing program makes us try the next one: any other failure means that the bus has no watcher. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** `(<true>,)` from gdbus, `b true` from busctl, `variant       boolean true` from dbus-send. */
function saysYes(response: string): boolean {
  return /\btrue\b/.test(response)
}

async function runProgram(command: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, { cwd: TOOL_FOLDER, timeout: PROBE_TIMEOUT })
  return stdout
}
