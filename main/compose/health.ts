import { homedir, userInfo } from 'node:os'
import { dirname } from 'node:path'
import { type CheckKey, type CheckReport, findReport } from '../../shared/health/check-report.ts'
import { createClaudeCliCheck } from '../health/checks/claude-cli.ts'
import { createClaudeSdkCheck } from '../health/checks/claude-sdk.ts'
import { createCodexCliCheck } from '../health/checks/codex-cli.ts'
import { createCodexCredentialsCheck } from '../health/checks/codex-credentials.ts'
import { createOauthCredentialsCheck } from '../health/checks/oauth-credentials.ts'
import { createProvidersCheck } from '../health/checks/providers.ts'
import { createProxyServiceCheck } from '../health/checks/proxy-service.ts'
import { type CheckedStorage, createStorageCheck } from '../health/checks/storage.ts'
import { createLoginShellPath } from '../health/cli/login-shell-path.ts'
import { createRunSecurity } from '../health/credentials/keychain.ts'
import { listWatchedPaths } from '../health/credentials/list-watched-paths.ts'
import { watchCredentials } from '../health/credentials/watch-credentials.ts'
import { createMonitor, type Monitor } from '../health/monitor.ts'
import { type ContextWatch, createContextWatch } from '../providers/context-watch.ts'
import type { LoginEnvironment } from './login-environment.ts'
import type { Logger } from '../logging/logger.ts'
import type { UpstreamWatch } from '../health/verdict/watch-upstreams.ts'

/** Maximum age of a result while it is being read, in ms. Expensive results are cached inside the check for longer. */
const CHECK_EVERY = 30_000
/** Interval of each check without readers, in ms. Watches notice a changed sign-in meanwhile. */
const CHECK_IDLE = 300_000

const INTERVALS = { everyMs: CHECK_EVERY, idleMs: CHECK_IDLE }

export interface HealthOptions {
  /** Without it only the proxy itself is checked. */
  env: NodeJS.ProcessEnv | undefined
  version: string
  /** State of the upstreams that requests can be sent to. */
  upstreams: UpstreamWatch
  log: Logger
  /** Answer of the login shell, if it was asked already. */
  loginShell: LoginEnvironment | 'silent' | undefined
  /** Paths from the settings; CLIs without one are searched for. */
  cliPaths: { claude: string | undefined; codex: string | undefined }
  /** The request log; undefined if there is none. */
  store: { state: () => CheckedStorage; onChange: (listener: () => void) => () => void } | undefined
}

export interface WiredHealth extends Pick<Monitor, 'reports' | 'look' | 'recheck' | 'onChange'> {
  /** Models whose server shortens requests. */
  contexts: ContextWatch
  start: () => void
  /** Aborts running checks; resolves when none of their processes is left. */
  stop: () => Promise<void>
}

/** Claude Code's version, if the check found it. */
export function claudeVersion(reports: readonly CheckReport[]): string | undefined {
  const report = findReport(reports, 'claude_cli')
  return report !== undefined && 'version' in report.details
    ? (report.details.version ?? undefined)
    : undefined
}

/** A check's status as a gauge: 1 for pass; undefined before the first report. */
export function checkGauge(reports: readonly CheckReport[], key: CheckKey): 0 | 1 | undefined {
  const report = findReport(reports, key)
  if (report === undefined) return undefined
  return report.status === 'pass' ? 1 : 0
}

/** Builds the health model: first the checks of ccproxy's health endpoints (main/health/views/README.md), then ours. */
export function wireHealth(options: HealthOptions): WiredHealth {
  const { env, version, upstreams, log, cliPaths, loginShell: told, store } = options
  if (env === undefined) {
    const checks = [createProxyServiceCheck(version)]
    const monitor = createMonitor({ ...INTERVALS, now: Date.now, checks })
    return { ...monitor, contexts: createContextWatch(() => undefined), stop: () => end(monitor) }
  }
  const { platform } = process
  const home = env['HOME'] ?? env['USERPROFILE'] ?? homedir()
  const place = { env, home, platform, now: Date.now }
  const loginShell = createLoginShellPath({
    ...place,
    known: typeof told === 'object' ? told.path : undefined,
  })
  const cli = { ...place, loginShellPath: loginShell.read }

  const claudeCli = createClaudeCliCheck({ ...cli, configuredPath: () => cliPaths.claude })
  const codexCli = createCodexCliCheck({ ...cli, configuredPath: () => cliPaths.codex })
  const oauthCredentials = createOauthCredentialsCheck({
    ...place,
    runCli: claudeCli.ask,
    ...(platform === 'darwin' && {
      keychain: { run: createRunSecurity(home), userName: userInfo().username },
    }),
  })
  const monitor = createMonitor({
    ...INTERVALS,
    now: Date.now,
    checks: [
      { ...oauthCredentials, startsProcess: true, changesAt: expiryOf },
      { ...claudeCli, startsProcess: true },
      { ...codexCli, startsProcess: true },
      createClaudeSdkCheck({ from: () => [import.meta.dirname, ...binaryFolders(monitor.reports())] }),
      createProxyServiceCheck(version),
      ...(store === undefined ? [] : [createStorageCheck(store.state, Date.now)]),
      createProvidersCheck(upstreams, () => contexts.list()),
      {
        ...createCodexCredentialsCheck({ ...place, runCli: codexCli.ask }),
        startsProcess: true,
        changesAt: expiryOf,
      },
    ],
  })
  const contexts = createContextWatch((context) => {
    log.warn(context, 'provider read less than was sent; raise its context length (OLLAMA_CONTEXT_LENGTH)')
    void monitor.recheck(['providers'])
  })
  let unwatch: (() => void) | undefined
  store?.onChange(() => void monitor.recheck(['storage']))

  return {
    reports: monitor.reports,
    look: monitor.look,
    contexts,
    onChange: monitor.onChange,
    recheck(keys) {
      loginShell.clear()
      return monitor.recheck(keys)
    },
    start() {
      monitor.start()
      unwatch ??= watchCredentials({
        paths: listWatchedPaths(env, home, platform),
        onChange: () => void monitor.recheck(CREDENTIAL_CHECKS),
      })
    },
    stop() {
      unwatch?.()
      unwatch = undefined
      return end(monitor)
    },
  }
}

function end(monitor: Monitor): Promise<void> {
  monitor.stop()
  return monitor.idle()
}

/** Time at which a sign-in expires, in ms since 1970. */
function expiryOf({ details }: CheckReport): number | undefined {
  const at = 'sign_in' in details ? details.sign_in?.expires_at : undefined
  return typeof at === 'string' ? Date.parse(at) : undefined
}

const CREDENTIAL_CHECKS: readonly CheckKey[] = ['oauth2_credentials', 'codex_credentials']

/** SDK folders next to the CLI that was found. */
function binaryFolders(reports: readonly CheckReport[]): string[] {
  const report = findReport(reports, 'claude_cli')
  if (report === undefined || !('realpath' in report.details)) return []
  const { realpath } = report.details
  return realpath === undefined ? [] : [dirname(realpath)]
}
