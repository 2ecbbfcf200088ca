import type { TSchema } from 'typebox'
import { BudgetsResponse } from '../../shared/budgets.ts'
import { RateLimitsResponse } from '../../shared/rate-limit.ts'
import { Status } from '../../shared/status.ts'
import type { Verdict } from '../../shared/verdict.ts'
import type { Settings } from '../settings/settings.ts'
import { askClaudeVersion } from './ask-claude-version.ts'
import { type Asked, askInstance } from './ask-instance.ts'
import { callInstance } from './call-instance.ts'
import { wireLocally } from './connect.ts'
import { findLastFailure } from './find-last-failure.ts'
import type { HowToRun } from './how-to-run.ts'
import { notRunning } from './not-running.ts'
import { isSameFile } from './other-folder.ts'
import { sayConnection } from './say-connection.ts'
import { statusLines } from './status-lines.ts'
import { toStderr, toStdout } from './print.ts'

export interface StatusOptions {
  settings: Settings
  env: NodeJS.ProcessEnv
  json: boolean
  howTo: HowToRun
}

/**
 * `signalbox status`: state, address, Claude Code, limits and last failure, one line each; with `json` the live state.
 *
 * @returns the exit code: 0 running, 3 no instance is running (as for `systemctl status`)
 */
export async function status({ settings, env, json, howTo }: StatusOptions): Promise<number> {
  const { port } = settings
  const found = await callInstance(port, { method: 'GET', path: '/livez', credentials: settings })
  if (found.kind !== 'response') {
    const error = await notRunning({ port, howTo })
    if (json) toStdout(JSON.stringify({ error }))
    else toStderr(error)
    return 3
  }
  if (json) {
    toStdout(JSON.stringify(found.livez))
    return 0
  }
  const ask = <T extends TSchema>(path: string, schema: T) =>
    askInstance(settings, { method: 'GET', path, schema })
  const [server, claudeVersion, limits, budgets, lastFailure, connection] = await Promise.all([
    ask('/api/status', Status),
    askClaudeVersion(settings),
    ask('/api/rate-limits', RateLimitsResponse),
    ask('/api/budgets', BudgetsResponse),
    findLastFailure(ask),
    describeConnection({ settings, env }, found.livez.verdict),
  ])
  const told = bodyOf(server)
  const lines = statusLines({
    livez: found.livez,
    baseUrl: told?.base_url ?? `http://127.0.0.1:${port}`,
    pid: told?.pid,
    connection,
    claudeVersion,
    limits: bodyOf(limits)?.rateLimits ?? [],
    budgets: bodyOf(budgets)?.budgets ?? [],
    lastFailure,
    now: Date.now(),
  })
  toStdout(lines.join('\n'))
  return 0
}

function bodyOf<T>(asked: Asked<T>): T | undefined {
  return asked.kind === 'response' ? asked.body : undefined
}

/** For this terminal's Claude Code, which may read other settings than those that the instance changes. */
async function describeConnection(
  options: Pick<StatusOptions, 'settings' | 'env'>,
  verdict: Verdict | undefined,
): Promise<string> {
  const { state, currentUrl, settingsPath, connectedSettings } = await wireLocally(options).read()
  const isOther = connectedSettings !== undefined && !(await isSameFile(connectedSettings, settingsPath))
  const sentence = sayConnection({ state, address: currentUrl }, isOther ? undefined : verdict)
  return isOther
    ? `${sentence} In this terminal, it reads ${settingsPath}, but Signalbox changes ${connectedSettings}.`
    : sentence
}
