import { parseArgs } from 'node:util'
import { readSettings } from '../settings/read-settings.ts'
import { SettingsError } from '../settings/settings-error.ts'
import { connect, disconnect } from './connect.ts'
import { diagnostics } from './diagnostics.ts'
import { doctor } from './doctor.ts'
import { serve } from './serve.ts'
import { talk } from './talk.ts'

const HELP = `signalbox: a local proxy for Claude Code that you can see

  signalbox [serve]     run the proxy without a window
  signalbox status      is it running, how many requests are in flight
  signalbox drain       finish what runs, let new requests wait
  signalbox resume      take requests again
  signalbox connect     point Claude Code at the running Signalbox; shows the change and asks
  signalbox disconnect  take that change back; needs no running Signalbox
  signalbox doctor      who decides where Claude Code goes, and what is wrong
  signalbox diagnostics what somebody who helps needs to know, without secrets, as JSON

  --port N              port (default 3456; 0 takes any free one)
  --host H              address to listen on (default 127.0.0.1 and ::1)
  --data-dir D          folder for settings, log and database
  --config F            configuration file (default config.json in the data folder)
  --open                open the status page in the browser
  --json                machine-readable answers of every command but serve
  --yes                 connect without asking
  --preview             show what connect or disconnect would change, and change nothing
  --[no-]tool-search    connect: also write ENABLE_TOOL_SEARCH=true, or take it back
  --[no-]restore-on-quit
                        connect: whether quitting takes the change back (default: it does)
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
    allowNegative: true,
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      'data-dir': { type: 'string' },
      config: { type: 'string' },
      json: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      preview: { type: 'boolean', default: false },
      'tool-search': { type: 'boolean' },
      'restore-on-quit': { type: 'boolean' },
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
      return talk(command, { settings, json: values.json })
    case 'connect':
    case 'disconnect':
      return SWITCHES[command]({
        settings,
        env,
        json: values.json,
        yes: values.yes,
        preview: values.preview,
        toolSearch: values['tool-search'],
        restoreOnQuit: values['restore-on-quit'],
      })
    case 'doctor':
      return doctor({ settings, env, json: values.json })
    case 'diagnostics':
      return diagnostics({ settings, json: values.json })
    default:
      console.error(`There is no command "${command}".\n\n${HELP}`)
      return USAGE
  }
}

const SWITCHES = { connect, disconnect }

function print(text: string): number {
  console.log(text)
  return 0
}

function isUsageError(error: unknown): error is Error {
  if (error instanceof SettingsError) return true
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')
}
