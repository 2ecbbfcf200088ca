import { once } from 'node:events'
import { createLogger, type Logger } from '../server/logger.ts'
import { createLogTap } from '../server/logger/create-log-tap.ts'
import type { Core } from '../server/core.ts'
import { describeEnvFile, describeIgnoredEnvFile } from '../settings/describe-env-file.ts'
import type { Settings } from '../settings/settings.ts'
import { createCore } from '../wire.ts'
import type { HowToRun } from './how-to-run.ts'
import { openPage } from './open-page.ts'
import { sayStartFailure } from './say-start-failure.ts'

const SIGNALS = ['SIGTERM', 'SIGINT'] as const

export interface ServeOptions {
  settings: Settings
  version: string
  pages: string | undefined
  env: NodeJS.ProcessEnv
  /** A failure is JSON on a terminal, too. */
  json: boolean
  howTo: HowToRun
  /** Opens the status page in the user's browser once it is there. */
  open: boolean
}

/**
 * Runs the proxy until a signal ends it. Prints one line on stdout when it is ready; a start that failed is a
 * sentence on stderr, and one JSON object where no person reads it.
 *
 * @returns the exit code: 0 after a whole drain, 1 when requests were cut or the start failed
 */
export async function serve(options: ServeOptions): Promise<number> {
  const { settings, version, pages, env, open, json, howTo } = options
  const tap = createLogTap()
  const log = createLogger({ level: settings.logLevel, version, dataDir: settings.dataDir, tap })
  sayWhereFrom(settings, log)
  const core = await createCore({ settings, log, tap, version, pages, env })
  // A fault in one request must not take the others' streams down.
  process.on('uncaughtException', (error) => log.error({ err: error }, 'uncaught exception'))
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'))
  // Without a listener, a signal that comes between two waits would end the process on the spot.
  for (const signal of SIGNALS) process.on(signal, () => undefined)
  const signalled = waitForSignal()
  const state = await core.start()
  if (state.state !== 'running') {
    const isRead = process.stderr.isTTY && !json
    if (state.state === 'failed')
      console.error(isRead ? sayStartFailure(state.failure, howTo) : JSON.stringify(state.failure))
    return 1
  }
  console.log(`Signalbox listening on ${state.baseUrl}`)
  if (open) openPage(`${state.baseUrl}/`, process.platform)
  await signalled
  return drainAndStop(core)
}

function sayWhereFrom({ envFile, ignoredEnvFile, warnings }: Settings, log: Logger): void {
  if (envFile !== undefined) log.info(describeEnvFile(envFile))
  if (ignoredEnvFile !== undefined) log.warn(describeIgnoredEnvFile(ignoredEnvFile))
  for (const warning of warnings) log.warn(warning)
}

/** A second signal does not wait. */
async function drainAndStop(core: Core): Promise<number> {
  core.drain('signal')
  const { cut } = await Promise.race([
    core.drained(),
    waitForSignal().then(() => ({ cut: core.livez().in_flight })),
  ])
  await core.stop()
  return cut === 0 ? 0 : 1
}

async function waitForSignal(): Promise<void> {
  const done = new AbortController()
  await Promise.race(
    SIGNALS.map((signal) => once(process, signal, { signal: done.signal }).catch(() => undefined)),
  )
  done.abort()
}
