import { STARTED_IN } from '../base/started-in.ts'
import { describeIgnoredEnvFile } from '../settings/describe-env-file.ts'
import type { Flags } from '../settings/load-settings.ts'
import { readSettings } from '../settings/read-settings.ts'
import type { Settings } from '../settings/settings.ts'
import { SettingsError } from '../settings/settings-error.ts'
import { describeCommand, describeCommands, isCommand } from './help.ts'
import { type HowToRun, howToRun } from './how-to-run.ts'
import { isReadByProgram, sayStartFailure } from './say-start-failure.ts'
import { parseCommandLine, unknownCommand } from './parse-command-line.ts'
import { toStderr, toStdout } from './print.ts'
import { UsageError } from './usage-error.ts'

/** Exit code of a usage error, as in sysexits.h. */
const USAGE = 64

/**
 * Runs the command line. Prints; never ends the process itself.
 *
 * @returns the exit code
 */
export async function runCommand(
  args: string[],
  app: { version: string; pages: string | undefined; env: NodeJS.ProcessEnv; howTo?: HowToRun },
): Promise<number> {
  const howTo = app.howTo ?? howToRun({ argv: process.argv, env: app.env, cwd: process.cwd() })
  try {
    return await run(args, { ...app, howTo })
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    // A command's own help is enough if it is known, so that the message stays in sight.
    const command = args.find(isCommand)
    const hint = command === undefined ? describeCommands(howTo) : `Help: ${howTo(`help ${command}`)}`
    toStderr(`${error.message}\n\n${hint}`)
    return USAGE
  }
}

async function run(
  args: string[],
  {
    version,
    pages,
    env,
    howTo,
  }: { version: string; pages: string | undefined; env: NodeJS.ProcessEnv; howTo: HowToRun },
): Promise<number> {
  const { command, topic, values } = parseCommandLine(args)
  if (values.version) return print(version)
  // Before the settings, so that help works with a broken file.
  if (command === 'help') return help(topic, howTo)

  const settings = tryToReadSettings(env, values)
  if (settings instanceof SettingsError) {
    const asJson = command === 'serve' ? isReadByProgram(values.json) : values.json
    toStderr(sayStartFailure(settings, { howTo, asJson }))
    return USAGE
  }
  // `serve` writes it to its log.
  if (settings.ignoredEnvFile !== undefined && command !== 'serve')
    toStderr(describeIgnoredEnvFile(settings.ignoredEnvFile))
  const common = { settings, env, json: values.json, howTo }
  // Imported on demand: loading the whole program takes longer than most commands run.
  switch (command) {
    case 'serve':
      return (await import('./serve.ts')).serve({ ...common, version, pages, open: values.open })
    case 'status':
      return (await import('./status.ts')).status(common)
    case 'usage':
      if (values.import) return (await import('./import-usage.ts')).importUsage(common)
      if (values['remove-import']) return (await import('./import-usage.ts')).removeImport(common)
      return (await import('./usage.ts')).usage({ ...common, by: values.by, since: values.since })
    case 'explain':
      return (await import('./explain.ts')).explain({ ...common, id: topic ?? 'last' })
    case 'mcp':
      return (await import('./mcp/mcp.ts')).mcp({ ...common, version, bodies: values.bodies })
    case 'drain':
    case 'resume':
      return (await import('./talk.ts')).talk(command, common)
    case 'stop':
    case 'restart':
      return (await import('./stop.ts'))[command]({ ...common, now: values.now })
    case 'open':
      return (await import('./open.ts')).open(common)
    case 'connect':
    case 'disconnect':
      if (topic === 'codex')
        return (await import('./connect-codex.ts'))[command]({
          ...common,
          yes: values.yes,
          preview: values.preview,
        })
      return (await import('./connect.ts'))[command]({
        ...common,
        yes: values.yes,
        repair: values.repair,
        preview: values.preview,
        toolSearch: values['tool-search'],
        statusLine: values['status-line'],
        gateway: values.gateway === undefined ? undefined : readGateway(values.gateway),
        restoreOnQuit: values['restore-on-quit'],
      })
    case 'doctor':
      return (await import('./doctor.ts')).doctor(common)
    case 'diagnostics':
      return (await import('./diagnostics.ts')).diagnostics(common)
  }
}

function tryToReadSettings(env: NodeJS.ProcessEnv, flags: Flags): Settings | SettingsError {
  try {
    return readSettings({ env, platform: process.platform, flags, cwd: STARTED_IN })
  } catch (error) {
    if (error instanceof SettingsError) return error
    throw error
  }
}

function help(topic: string | undefined, howTo: HowToRun): number {
  if (topic === undefined) return print(describeCommands(howTo))
  if (!isCommand(topic)) throw new UsageError(unknownCommand(topic))
  return print(describeCommand(topic, howTo))
}

function print(text: string): number {
  toStdout(text)
  return 0
}

/** @throws UsageError */
function readGateway(value: string): 'keep' | 'replace' {
  if (value === 'keep' || value === 'replace') return value
  throw new UsageError(`--gateway is “${value}”; it must be keep or replace.`)
}
