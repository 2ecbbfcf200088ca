import { homedir } from 'node:os'
import { SessionList } from '../../shared/sessions.ts'
import { UsageBy } from '../../shared/usage-by.ts'
import type { Settings } from '../settings/settings.ts'
import { askInstance } from './ask-instance.ts'
import type { HowToRun } from './how-to-run.ts'
import { notRunning } from './not-running.ts'
import { toStderr, toStdout } from './print.ts'
import { readBy, readSince } from './read-usage-options.ts'
import { type SessionName, usageTable } from './usage-table.ts'

export interface UsageOptions {
  settings: Settings
  json: boolean
  howTo: HowToRun
  /** Values of `--by` and `--since`. */
  by: string | undefined
  since: string | undefined
}

/**
 * `signalbox usage`: tokens and estimated cost of a time range, as a table; with `json` the response of `GET
 * /api/usage`.
 *
 * @returns the exit code: 0 printed, 1 refused, 3 no instance is running
 * @throws UsageError for an unknown grouping or time
 */
export async function usage({ settings, json, howTo, by, since }: UsageOptions): Promise<number> {
  const groups = readBy(by)
  const now = Date.now()
  const start = readSince(since, now)
  const tz = new Intl.DateTimeFormat().resolvedOptions().timeZone
  const query = new URLSearchParams({
    group: groups.join(','),
    start,
    end: new Date(now).toISOString(),
    tz,
  })
  const path = `/api/usage?${String(query)}`
  const asked = await askInstance(settings, { method: 'GET', path, schema: UsageBy })
  if (asked.kind === 'response') {
    const sessions = !json && groups.includes('session') ? await nameSessions(settings) : undefined
    const width = process.stdout.columns ?? 80
    toStdout(
      json
        ? JSON.stringify(asked.body)
        : usageTable(asked.body, { groups, width, home: homedir(), since: start, sessions }).join('\n'),
    )
    return 0
  }
  const error = asked.kind === 'refused' ? asked.error : await notRunning({ port: settings.port, howTo })
  if (json) toStdout(JSON.stringify({ error }))
  else toStderr(error)
  return asked.kind === 'refused' ? 1 : 3
}

/** Of the most expensive sessions. Without them the table shows IDs. */
async function nameSessions(settings: Settings): Promise<Map<string, SessionName> | undefined> {
  const path = '/api/sessions?sort=cost&limit=100'
  const asked = await askInstance(settings, { method: 'GET', path, schema: SessionList })
  return asked.kind === 'response' ? new Map(asked.body.sessions.map((each) => [each.id, each])) : undefined
}
