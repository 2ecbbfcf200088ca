import { realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import type { LiveSettings } from '../../shared/live-settings.ts'
import { createReportRedaction, type ReportRedaction } from '../base/create-report-redaction.ts'
import type { LogTap } from '../logging/create-log-tap.ts'
import { createOwnLog, type OwnLog } from '../logging/create-own-log.ts'
import { describeSettings } from '../settings/describe-settings.ts'
import { listSecrets } from '../settings/list-secrets.ts'
import type { Settings } from '../settings/settings.ts'

export interface DiagnosticsSources {
  ownLog: OwnLog
  redaction: ReportRedaction
  startup: () => Readonly<Record<string, unknown>>
  asksForPassword: boolean
}

export interface WireDiagnosticsOptions {
  settings: Settings
  env: NodeJS.ProcessEnv
  live: { read: () => LiveSettings }
  tap: LogTap
}

/** Diagnostics about the program itself, with all secrets redacted. */
export function wireDiagnostics({ settings, env, live, tap }: WireDiagnosticsOptions): DiagnosticsSources {
  const secrets = createSecrets(settings, { env, live })
  const home = env['HOME'] || env['USERPROFILE'] || homedir()
  return {
    ownLog: createOwnLog({
      tap,
      level: settings.logLevel,
      redaction: createReportRedaction({ secrets }),
    }),
    redaction: createReportRedaction({ secrets, homes: spellings([home, homedir()]) }),
    startup: () => describeSettings(settings),
    asksForPassword: settings.dashboardPassword !== undefined,
  }
}

/** The list is rebuilt only when the settings have changed, because each log line reads it. */
function createSecrets(
  settings: Settings,
  { env, live }: { env: NodeJS.ProcessEnv; live: { read: () => LiveSettings } },
): () => readonly string[] {
  let of: LiveSettings | undefined
  let secrets: readonly string[] = []
  return () => {
    const now = live.read()
    if (now !== of) secrets = listSecrets(settings, { live: now, env })
    of = now
    return secrets
  }
}

/**
 * Includes resolved links, and the spelling that some programs use on Windows. A home of `/` is skipped: every path
 * contains it.
 */
function spellings(homes: readonly string[]): string[] {
  const places = homes
    .flatMap((home) => [home, realPath(home)])
    .map((place) => place.replace(/(?<![/\\])[/\\]+$/, ''))
  return places.flatMap((place) => [place, place.replaceAll('\\', '/')]).filter(({ length }) => length > 1)
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
