import { parseArgs } from 'node:util'
import { readSettings } from '../settings/read-settings.ts'
import { SettingsError } from '../settings/settings-error.ts'
import { serve } from './serve.ts'
import { talk } from './talk.ts'

const HELP = `signalbox: a local proxy for Claude Code that you can see

  signalbox [serve]     run the proxy without a window
  signalbox status      is it running, how many requests are in flight
  signalbox drain       finish what runs, let new requests wait
  signalbox resume      take requests again

  --port N              port (default 3456; 0 takes any free one)
  --host H              address to listen on (default 127.0.0.1 and ::1)
  --data-dir D          folder for settings, log and database
  --config F            configuration file (default config.json in the data folder)
  --open                open the status page in the browser
  --json                machine-readable answers of status, drain and resume
  --help, --version`

/** What a mistyped command line exits with, as in sysexits.h. */
const USAGE = 64

/**
 * The command line. Prints; never ends the process itself.
 *
 * @returns the exit code
 */
export async function runCommand(
  args: string[],
  app: { version: string; pages: string | undefined; env: NodeJS.ProcessEnv },
): Promise<number> {
  try {
    return await run(args, app)
  } catch (error) {
    if (!isUsageError(error)) throw error
    console.error(error instanceof SettingsError ? error.message : `${error.message}\n\n${HELP}`)
    return USAGE
  }
}

async function run(
  args: string[],
  { version, pages, env }: { version: string; pages: string | undefined; env: NodeJS.ProcessEnv },
): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      'data-dir': { type: 'string' },
      config: { type: 'string' },
      json: { type: 'boolean', default: false },
      open: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      version: { type: 'boolean', default: false },
    },
  })
  const [command = 'serve'] = positionals
  if (values.help) return print(HELP)
  if (values.version) return print(version)

  const settings = readSettings({ env, platform: process.platform, flags: values, cwd: process.cwd() })
  switch (command) {
    case 'serve':
      return serve({ settings, version, pages, env, open: values.open })
    case 'status':
    case 'drain':
    case 'resume':
      return talk(command, { port: settings.port, json: values.json })
    default:
      console.error(`There is no command "${command}".\n\n${HELP}`)
      return USAGE
  }
}

function print(text: string): number {
  console.log(text)
  return 0
}

function isUsageError(error: unknown): error is Error {
  if (error instanceof SettingsError) return true
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')
}
