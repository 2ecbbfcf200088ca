import { createLogger, type Logger } from '../logging/logger.ts'
import { createLogTap } from '../logging/create-log-tap.ts'
import type { Signalbox } from '../base/signalbox.ts'
import { describeEnvFile, describeIgnoredEnvFile } from '../settings/describe-env-file.ts'
import type { Settings } from '../settings/settings.ts'
import { createSignalbox } from '../compose/signalbox.ts'
import type { HowToRun } from './how-to-run.ts'
import { openPage } from '../base/open-page.ts'
import { restartProcess } from './restart-process.ts'
import { isReadByProgram, portOption, sayStartFailure } from './say-start-failure.ts'
import { toStderr, toStdout } from './print.ts'

/** A closed terminal sends SIGHUP, often twice: its shell and the system do. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/** Time for everything to close after the drain, in ms. */
const STOP_LIMIT = 30_000
/** The same after a further signal, in ms. */
const IMPATIENCE = 2_000

export interface ServeOptions {
  settings: Settings
  version: string
  pages: string | undefined
  env: NodeJS.ProcessEnv
  /** Prints a failure as JSON in a terminal too. */
  json: boolean
  howTo: HowToRun
  /** Opens the status page in the user's browser after the start. */
  open: boolean
}

/**
 * Runs the proxy until a signal or `POST /api/shutdown` ends it. Prints one line on stdout when it is ready. A failed
 * start prints a sentence on stderr, or one JSON object with `--json` or when stderr isn't a terminal.
 *
 * @returns the exit code: 0 after a complete drain, 1 when requests were cut or the start failed
 */
export async function serve(options: ServeOptions): Promise<number> {
  const { settings, version, pages, env, open, json, howTo } = options
  const tap = createLogTap()
  const log = createLogger({
    level: settings.logLevel,
    version,
    dataDir: settings.dataDir,
    secrets: [settings.apiKey, settings.dashboardPassword],
    tap,
  })
  sayWhereFrom(settings, log)
  const signalbox = await createSignalbox({ settings, log, tap, version, pages, env })
  // An error in one request must not end the other streams.
  process.on('uncaughtException', (error) => log.error({ err: error }, 'uncaught exception'))
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'))
  const ended = untilEnded(signalbox, () => {
    const now = signalbox.state()
    const port = now.state === 'running' ? Number(new URL(now.baseUrl).port) : settings.port
    return howTo(`serve${portOption(port)}`)
  })
  const state = await signalbox.start()
  if (state.state !== 'running') {
    if (state.state === 'failed')
      toStderr(sayStartFailure(state.failure, { howTo, asJson: isReadByProgram(json) }))
    return 1
  }
  toStdout(`Signalbox listening on ${state.baseUrl}`)
  if (open) openPage(`${state.baseUrl}/`, process.platform)
  const { code, restart } = await ended
  limitStop(code)
  await signalbox.stop()
  // Keeps the port, because the system would choose another one next time.
  if (restart) restartProcess(settings.port === 0 ? ['--port', new URL(state.baseUrl).port] : [])
  return code
}

/** Ends the process if the stop hangs: after the limit, or soon after another signal. */
function limitStop(code: number): void {
  const exitIn = (ms: number) => void setTimeout(() => process.exit(code), ms).unref()
  exitIn(STOP_LIMIT)
  for (const signal of SIGNALS) process.once(signal, () => exitIn(IMPATIENCE))
}

function sayWhereFrom({ envFile, ignoredEnvFile, warnings }: Settings, log: Logger): void {
  if (envFile !== undefined) log.info(describeEnvFile(envFile))
  if (ignoredEnvFile !== undefined) log.warn(describeIgnoredEnvFile(ignoredEnvFile))
  for (const warning of warnings) log.warn(warning)
}

interface Ended {
  code: number
  restart: boolean
}

/** Waits for the first cause of the end. Listens at once, because a signal may arrive during the start. */
function untilEnded(signalbox: Signalbox, startCommand: () => string): Promise<Ended> {
  return new Promise((resolve) => {
    // The latest request decides.
    let restart = false
    const whenDrained = () =>
      void signalbox.drained().then(({ cut }) => resolve({ code: cut === 0 ? 0 : 1, restart }))
    let isSignalled = false
    const onSignal = (signal: NodeJS.Signals) => {
      if (isSignalled && signal === 'SIGHUP') return
      // A second signal doesn't wait.
      if (isSignalled) return resolve({ code: signalbox.livez().in_flight === 0 ? 0 : 1, restart: false })
      isSignalled = true
      restart = false
      signalbox.drain('signal')
      whenDrained()
    }
    for (const signal of SIGNALS) process.on(signal, onSignal)
    signalbox.hostedBy({
      canRestart: true,
      get startCommand() {
        return startCommand()
      },
      end(how) {
        restart = how.restart
        // The user asked for cut requests, so a supervisor must not take the exit for a crash.
        if (how.now) return resolve({ code: 0, restart })
        // Resuming cancels the drain, and then this never resolves.
        signalbox.drain('quit')
        whenDrained()
      },
    })
  })
}
