import { homedir } from 'node:os'
import { join } from 'node:path'
import { coded } from '../../shared/language/say.ts'
import { AppError } from '../../shared/errors.ts'
import { DEFAULT_LIVE_SETTINGS } from '../../shared/live-settings.ts'
import { readRegularFile } from '../base/read-regular-file.ts'
import type { ConnectionWatch } from '../connect/watch-connection.ts'
import { createRouting, type Routing } from '../proxy/route/create-routing.ts'
import type { Logger } from '../logging/logger.ts'
import type { LogTap } from '../logging/create-log-tap.ts'
import { createBudgets } from '../server/budgets/create-budgets.ts'
import { createTranscriptImport } from '../server/transcript-usage/create-transcript-import.ts'
import type { DashboardSources } from '../server/routes/dashboard.ts'
import type { LiveSettingsSource } from '../server/routes/storage.ts'
import { createConfigStore } from '../settings/config-store.ts'
import { createAgentPrompts } from '../settings/create-agent-prompts.ts'
import { createPriceStore } from '../settings/create-price-store.ts'
import { readRouterConfig } from '../settings/read-router-config.ts'
import type { Settings } from '../settings/settings.ts'
import type { EnvironmentVariables } from '../../shared/environment-variables.ts'
import { createTranscripts } from '../transcripts/create-transcripts.ts'
import { transcriptsRoot } from '../transcripts/transcripts-root.ts'
import { type ConnectorLife, joinLives, wireCodex } from './codex.ts'
import { restoreAtOnce, wireConnection } from './connect.ts'
import { wireDiagnostics } from './diagnostics.ts'
import type { LoginEnvironment } from './login-environment.ts'
import { type RequestLog, wireLog } from './request-log.ts'
import { reportRoutingProblems } from './routing.ts'

export interface Sources {
  live: Pick<LiveSettingsSource, 'read' | 'onChange'>
  routing: Routing
  /** The next five are set only if the program knows its environment. */
  dashboard: DashboardSources | undefined
  requestLog: RequestLog | undefined
  /** Of Claude Code and Codex. */
  connector: ConnectorLife | undefined
  connection: ConnectionWatch | undefined
  /** Restores the settings of Claude Code and Codex in the current turn of the event loop. */
  restoreAtOnce: () => void
  close: () => Promise<void>
}

export interface SourcesOptions {
  settings: Settings
  env: NodeJS.ProcessEnv
  log: Logger
  tap: LogTap
  /** True if an address leads back to this server. */
  isSelf: (address: URL) => boolean
  loginShell: LoginEnvironment | 'silent' | undefined
  /** Claude Code's version, if known. */
  claudeVersion: () => string | undefined
}

/** Local data that the program stores and reads: editable settings, the request log and Claude Code's files. */
export function wireSources(options: SourcesOptions): Sources {
  const { settings, env, log, tap, isSelf, claudeVersion } = options
  const home = env['HOME'] || env['USERPROFILE'] || homedir()
  const live = createConfigStore({ path: settings.configPath, log })
  const requestLog = wireLog(settings, live.read().storage)
  live.onChange(() => requestLog.configure(live.read().storage))
  const transcripts = createTranscripts({ root: transcriptsRoot(env, home) })
  const claudeDir = env['CLAUDE_CONFIG_DIR'] || join(home, '.claude')
  // Not the agents of the current folder: a matching prompt decides which provider a request is sent to.
  const prompts = createAgentPrompts({ folders: [join(claudeDir, 'agents')] })
  const { providerEnv, upstream, anthropicVersion } = settings
  const routing = createRouting({ settings: live, env: providerEnv, prompts })
  const stopReporting = reportRoutingProblems({ routing, warn: (message) => log.warn({}, message) })
  const configuredUrl = `http://127.0.0.1:${settings.port}`
  const connectOptions = {
    dataDir: settings.dataDir,
    env,
    platform: process.platform,
    configuredUrl,
    log,
    claudeVersion,
    gateway: {
      read: () => live.read().gateway.url,
      write: async (url: string) => void (await live.update({ gateway: { url } })),
    },
  }
  const connection = wireConnection(connectOptions)
  const codex = wireCodex({ ...connectOptions, hasProvider: () => live.read().clients.openai !== '' })
  const prices = createPriceStore(join(settings.dataDir, 'prices.json'))
  const budgets = createBudgets({ log: requestLog.store, settings: live, prices, now: Date.now })
  const transcriptImport = createTranscriptImport({
    log: requestLog.store,
    source: transcripts,
    now: Date.now,
  })
  return {
    live,
    routing,
    requestLog,
    connector: joinLives([connection.connector, codex]),
    connection,
    restoreAtOnce() {
      restoreAtOnce(connectOptions)
      codex.restoreAtOnce()
    },
    dashboard: {
      log: requestLog.store,
      settings: live,
      prices,
      budgets,
      transcriptImport,
      conversations: transcripts,
      connection: connection.connector,
      codex,
      routing,
      prompts,
      env: providerEnv,
      environment: { loginShell: stateOf(options.loginShell), variables: [...settings.environment] },
      upstream,
      anthropicVersion,
      isSelf,
      diagnostics: wireDiagnostics({ settings, env, live, tap }),
      routerConfig: () => readRouter(join(home, '.claude-code-router', 'config.json'), env),
    },
    async close() {
      connection.stop()
      budgets.close()
      live.close()
      stopReporting()
      routing.close()
      prompts.close()
      await Promise.all([requestLog.store.close(), transcripts.close()])
    },
  }
}

function stateOf(loginShell: SourcesOptions['loginShell']): EnvironmentVariables['loginShell'] {
  if (loginShell === undefined) return 'not_asked'
  return loginShell === 'silent' ? 'silent' : 'responded'
}

/** For a program that only forwards requests: nothing is stored or watched. */
export function fixedSources(settings: Settings): Sources {
  const never = () => () => undefined
  const live = { read: () => DEFAULT_LIVE_SETTINGS, onChange: never }
  const prompts = {
    read: () => new Map<string, string>(),
    problems: () => [],
    follow: () => Promise.resolve(),
    onChange: never,
  }
  const routing = createRouting({ settings: live, env: settings.providerEnv, prompts })
  const nothing = { dashboard: undefined, requestLog: undefined, connector: undefined, connection: undefined }
  return {
    live,
    routing,
    ...nothing,
    restoreAtOnce: () => undefined,
    close: () => Promise.resolve(routing.close()),
  }
}

async function readRouter(
  path: string,
  env: NodeJS.ProcessEnv,
): Promise<ReturnType<typeof readRouterConfig>> {
  let text: string
  try {
    text = (await readRegularFile(path)).toString('utf8')
  } catch {
    return undefined
  }
  const config = readRouterConfig(text, env)
  if (config === undefined) throw new AppError('bad_body', { issues: [coded('import.not_json', { path })] })
  return config
}
