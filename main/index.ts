import { app, dialog, protocol } from 'electron'
import { accessSync, constants } from 'node:fs'
import { homedir } from 'node:os'
import { basicCredentials } from '../shared/basic-credentials.ts'
import { COMMAND_LINE } from './base/command-line-switch.ts'
import { makeFolderSync } from './base/make-folder.ts'
import { commandIn } from './cli/command-in.ts'
import { toStderr } from './cli/print.ts'
import { appPaths } from './desktop/pages/app-paths.ts'
import { registerAppScheme } from './desktop/pages/app-scheme.ts'
import { collectLinks, type Links } from './desktop/links/collect-links.ts'
import { lockObstacle } from './desktop/lock-obstacle.ts'
import { readFlags } from './desktop/read-flags.ts'
import { startDesktop } from './desktop/start-desktop.ts'
import { createLogger, type Logger } from './logging/logger.ts'
import { createLogTap, type LogTap } from './logging/create-log-tap.ts'
import { describeEnvFile } from './settings/describe-env-file.ts'
import { readSettings } from './settings/read-settings.ts'
import { SettingsError } from './settings/settings-error.ts'
import type { Settings } from './settings/settings.ts'
import { hasOpenAiProvider, openGateway } from './settings/open-gateway.ts'
import { wireCodex } from './compose/codex.ts'
import { wireConnect } from './compose/connect.ts'
import { readLoginEnvironment, withLoginShell } from './compose/login-environment.ts'
import { createSignalbox, type SignalboxOptions } from './compose/signalbox.ts'

/** In ms. An uninstaller waits for `--disconnect`; a folder on a hanging network must not hold it. */
const DISCONNECT_DEADLINE = 15_000

const command = commandIn(process.argv.slice(app.isPackaged ? 1 : 2))
// Electron emits `ready`, and needs a display, only after this module has finished (`JoinAppCode` in
// `electron_browser_main_parts.cc`). So a command is awaited here, and the app is not.
if (command !== undefined) app.exit(await runInTerminal(command))
else if (process.argv.includes('--disconnect')) app.exit(await disconnectOnly())
else main()

/** `signalbox status` in an installed app, which contains the same commands as a checkout. */
async function runInTerminal(args: string[]): Promise<number> {
  const { runCommand } = await import('./cli/run-command.ts')
  const { findPages } = await import('./base/find-pages.ts')
  const { env, argv } = process
  // An AppImage that was called by its own path; the installed command passes its own switch.
  const name = argv.includes(COMMAND_LINE) ? 'signalbox' : (env['APPIMAGE'] ?? 'signalbox')
  const howTo = (line: string) => `${name} ${line}`
  return runCommand(args, { version: app.getVersion(), pages: findPages(), env, howTo })
}

async function disconnectOnly(): Promise<number> {
  const settings = tryToReadSettings()
  if (settings === undefined) return 1
  const late = setTimeout(() => app.exit(1), DISCONNECT_DEADLINE)
  return disconnect(settings).finally(() => clearTimeout(late))
}

function main(): void {
  registerAppScheme(protocol)
  if (process.platform === 'win32') app.setAppUserModelId('dev.signalbox.app')
  const settings = tryToReadSettings()
  if (settings === undefined) return app.exit(1)
  // The lock is a file in this folder: one app per data folder.
  const unusable = unusableFolder(settings.dataDir)
  if (unusable !== undefined) {
    sayWhyNot(unusable)
    return app.exit(1)
  }
  app.setPath('userData', settings.dataDir)
  if (!app.requestSingleInstanceLock()) {
    const obstacle = lockObstacle({ folder: settings.dataDir, platform: process.platform })
    if (obstacle !== undefined) {
      sayWhyNot(obstacle)
      return app.exit(1)
    }
    // A checkout shares the folder with an installed app, and would otherwise end without a word.
    toStderr(`Signalbox is already running with the data folder ${settings.dataDir}. It shows its window.`)
    return app.exit(0)
  }
  const links = collectLinks({ app, argv: process.argv })

  const tap = createLogTap()
  const log = createLogger({
    level: settings.logLevel,
    version: app.getVersion(),
    dataDir: settings.dataDir,
    secrets: [settings.apiKey, settings.dashboardPassword],
    tap,
  })
  run(settings, links, { log, tap }).catch((error: unknown) => {
    log.fatal({ err: error }, 'start failed')
    app.exit(1)
  })
}

async function run(
  settings: Settings,
  links: Links,
  { log, tap }: { log: Logger; tap: LogTap },
): Promise<void> {
  // An error in one request or window must not end the streams of others.
  process.on('uncaughtException', (error) => log.error({ err: error }, 'uncaught exception'))
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'))
  if (settings.envFile !== undefined) log.info({}, describeEnvFile(settings.envFile))

  const [inherited] = await Promise.all([inherit(settings, log), app.whenReady()])
  for (const warning of inherited.settings.warnings) log.warn({}, warning)
  const paths = appPaths({
    path: app.getAppPath(),
    packaged: app.isPackaged,
    resources: process.resourcesPath,
  })
  const signalbox = await createSignalbox({
    ...inherited,
    log,
    tap,
    version: app.getVersion(),
    pages: paths.pages,
  })
  const { dataDir } = settings
  const credentials = ownCredentials(settings)
  await startDesktop({ signalbox, paths, dataDir, credentials, links, version: app.getVersion(), log })
  // Last, and the window does not wait for it: a busy port is shown as an error and does not prevent startup.
  await signalbox.start()
}

/** The settings and the environment, with the variables that a terminal would have given an installed app. */
async function inherit(
  settings: Settings,
  log: Logger,
): Promise<Pick<SignalboxOptions, 'settings' | 'env' | 'loginShell'>> {
  const { env, platform, stderr } = process
  // One started in a terminal has them; one from the sources always is.
  const isAsked = settings.asksLoginShell ?? (app.isPackaged && !stderr.isTTY)
  if (platform === 'win32' || !isAsked) return { settings, env }
  const home = env['HOME'] || homedir()
  const { configPath } = settings
  const loginShell = await readLoginEnvironment({ env, platform, home, configPath })
  if (loginShell === undefined) {
    log.warn({}, 'the login shell did not respond; its variables are not used')
    return { settings, env, loginShell: 'silent' }
  }
  const flags = readFlags(process.argv.slice(1))
  return {
    settings: readSettings({ env, platform, flags, loginShell }),
    env: withLoginShell(env, loginShell),
    loginShell,
  }
}

function ownCredentials({ dashboardPassword, apiKey }: Settings): Record<string, string> {
  return {
    ...(dashboardPassword !== undefined && { authorization: basicCredentials(dashboardPassword) }),
    ...(apiKey !== undefined && { 'x-proxy-api-key': apiKey }),
  }
}

/** For an uninstaller, which has ended the app before: removes our changes from Claude Code's and Codex's settings. */
async function disconnect({ dataDir, configPath, host, port, logLevel }: Settings): Promise<number> {
  const log = createLogger({ level: logLevel, version: app.getVersion(), dataDir })
  const options = {
    dataDir,
    env: process.env,
    platform: process.platform,
    configuredUrl: `http://${host}:${port}`,
    log,
  }
  const claude = wireConnect({ ...options, gateway: openGateway(configPath) })
  const codex = wireCodex({ ...options, hasProvider: () => hasOpenAiProvider(configPath) })
  const ends = await Promise.allSettled(
    [claude, codex].map(async (connector) => {
      await connector.disconnect()
      await connector.settled()
    }),
  )
  const failures = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []))
  for (const err of failures) log.error({ err }, 'failed to restore settings')
  return failures.length === 0 ? 0 : 1
}

function tryToReadSettings(): Settings | undefined {
  try {
    return readSettings({
      env: process.env,
      platform: process.platform,
      flags: readFlags(process.argv.slice(1)),
    })
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    sayWhyNot(error.message)
    return undefined
  }
}

function sayWhyNot(reason: string): void {
  const { env, argv } = process
  // No user can close a box during a silent uninstallation, or in a test.
  if (env['SIGNALBOX_NO_DIALOGS'] === '1' || argv.includes('--disconnect')) toStderr(reason)
  else dialog.showErrorBox('Signalbox can’t start', reason)
}

/** Electron refuses the lock for such a folder, too, and would look as if another instance ran. */
function unusableFolder(dataDir: string): string | undefined {
  try {
    makeFolderSync(dataDir, 0o700)
    accessSync(dataDir, constants.W_OK)
    return undefined
  } catch (error) {
    return `The data folder ${dataDir} can’t be written (${error instanceof Error ? error.message : String(error)}).`
  }
}
