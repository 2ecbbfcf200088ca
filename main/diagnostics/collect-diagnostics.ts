import { decodeJson } from '../base/json/decode-json.ts'
import { arch, cpus, release, totalmem, version as osVersion } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import type { DoctorReport } from '../../shared/connection.ts'
import type { ConversationQuery } from '../../shared/conversations.ts'
import type { Diagnostics } from '../../shared/diagnostics.ts'
import { findReport } from '../../shared/health/check-report.ts'
import type { LiveSettings } from '../../shared/live-settings.ts'
import type { Status } from '../../shared/status.ts'
import type { HealthFacts } from '../health/views/facts.ts'
import { renderIetf } from '../health/views/render-ietf.ts'
import type { OwnLog } from '../logging/create-own-log.ts'
import type { RequestLogSource } from '../base/request-log-source.ts'
import type { ReportRedaction } from '../base/create-report-redaction.ts'
import { maskLiveSettings } from './mask-live-settings.ts'
import { runSelfTest } from './run-self-test.ts'

/** Maximum number of log lines in a bundle, newest first. */
const LINES = 200
/** Time limit for one part, in ms; a slower part is left out so that the others do not wait for it. */
const PART_LIMIT = 10_000

export interface DiagnosticsDeps {
  facts: (caller: { trusted: boolean; strict: boolean }) => HealthFacts
  status: () => Status
  log: RequestLogSource
  conversations: { list: (query: ConversationQuery) => Promise<{ total: number }> }
  connection: { doctor: () => Promise<DoctorReport> }
  settings: { read: () => LiveSettings }
  /** Startup settings, without secrets. */
  startup: () => Readonly<Record<string, unknown>>
  asksForPassword: boolean
  ownLog: OwnLog
  redaction: ReportRedaction
  /** Wall clock, in ms since 1970. */
  now: () => number
}

type Part = Readonly<Record<string, unknown>>

/**
 * Collects a support bundle. Each part is read separately; one that fails is reported as unavailable. The whole
 * bundle is redacted once more before it is returned.
 */
export async function collectDiagnostics(deps: DiagnosticsDeps): Promise<Diagnostics> {
  const facts = deps.facts({ trusted: true, strict: false })
  const status = deps.status()
  const [connection, tested, counts] = await Promise.all([
    part(async () => withoutPrivate(await deps.connection.doctor())),
    part(async () => runSelfTest({ ...deps, port: status.port })),
    part(async () => countThings(deps)),
  ])
  const { level, file, lines } = deps.ownLog.read({
    level: 'trace',
    text: '',
    after: undefined,
    limit: LINES,
  })
  const collected = {
    format: 1,
    madeAt: new Date(deps.now()).toISOString(),
    versions: versionsOf(facts),
    platform: platformOf(),
    server: serverOf(facts, status),
    // Uses our own name: the description that clients expect means nothing to a reader of the bundle.
    health: { ...renderIetf(facts, { compat: false }), description: 'Signalbox' },
    connection,
    selfTest: tested,
    settings: deps.startup(),
    config: maskLiveSettings(deps.settings.read()),
    storage: deps.log.state(),
    counts,
    log: { level, file, lines },
  }
  // Redaction preserves the structure.
  return deps.redaction.value(collected) as Diagnostics
}

async function part(read: () => Promise<Part>): Promise<Part> {
  const done = new AbortController()
  try {
    const late = setTimeout(PART_LIMIT, { unavailable: 'no answer in time' }, { signal: done.signal })
    return await Promise.race([read(), late])
  } catch (error) {
    // Error messages may contain a path or an address, so only the code or name is reported.
    const kind = error instanceof Error ? error.name : 'unknown'
    return { unavailable: error instanceof Error && 'code' in error ? error.code : kind }
  } finally {
    done.abort()
  }
}

/** Removes working directories and file contents, which are private. */
function withoutPrivate({ connection, ...report }: DoctorReport): Part {
  const { sessions, preview, ...rest } = connection
  const counted = Object.groupBy(sessions, ({ uses }) => uses)
  return {
    ...report,
    connection: {
      ...rest,
      switchWould: preview === null ? null : preview.action,
      sessions: Object.fromEntries(Object.entries(counted).map(([uses, of]) => [uses, of.length])),
    },
  }
}

async function countThings({ log, conversations, settings }: DiagnosticsDeps): Promise<Part> {
  const [requests, transcripts] = await Promise.all([
    log.json('summaries', { offset: 0, limit: 1 }),
    conversations.list({ model: 'all', page: 1, limit: 1 }),
  ])
  const { total }: { total?: number } = decodeJson(requests) as object
  const { providers, routes, requestHeaderRules, responseHeaderRules, subagents } = settings.read()
  return {
    requests: total ?? null,
    conversations: transcripts.total,
    providers: providers.length,
    routes: Object.keys(routes).length,
    headerRules: requestHeaderRules.length + responseHeaderRules.length,
    subagents: Object.keys(subagents.mappings).length,
  }
}

function versionsOf({ version, build, reports }: HealthFacts): Part {
  const { node, electron, chrome, v8, sqlite, openssl } = process.versions
  const ofCheck = (key: 'claude_cli' | 'codex_cli') => {
    const report = findReport(reports, key)
    return report !== undefined && 'version' in report.details ? report.details.version : null
  }
  return {
    signalbox: version,
    commit: build.commit,
    built: build.date,
    node,
    ...(electron !== undefined && { electron, chrome }),
    v8,
    sqlite,
    openssl,
    claudeCode: ofCheck('claude_cli'),
    codex: ofCheck('codex_cli'),
  }
}

function platformOf(): Part {
  return {
    system: process.platform,
    release: release(),
    version: osVersion(),
    arch: arch(),
    processors: cpus().length,
    memoryMb: Math.round(totalmem() / 1024 / 1024),
    language: Intl.DateTimeFormat().resolvedOptions().locale,
  }
}

function serverOf({ uptimeMs, draining, inFlight, performance }: HealthFacts, status: Status): Part {
  const { goroutines: openHandles, ...counted } = performance
  return {
    address: status.base_url,
    upstream: URL.parse(status.upstream)?.origin ?? null,
    pid: status.pid,
    uptimeSeconds: Math.round(uptimeMs / 1000),
    draining,
    inFlight,
    lastRequestAt: status.last_request_at ?? null,
    performance: { ...counted, open_handles: openHandles },
  }
}
