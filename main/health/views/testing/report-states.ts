import { mkdir, mkdtemp, realpath, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { CheckReport } from '../../../../shared/health/check-report.ts'
import { createProxyServiceCheck } from '../../checks/proxy-service.ts'
import { createMonitor, type MonitoredCheck } from '../../monitor.ts'
import { CLIS, SDKS } from './cli-states.ts'
import { type Build, HOUR, NOW, type State } from './report-state.ts'
import { PROVIDERS, STORES } from './service-states.ts'
import { CODEX_SIGN_INS, SIGN_INS } from './sign-in-states.ts'

/**
 * For tests: the report of every check in every state, made by the real check in a temporary home directory, whose path
 * is then replaced by `/home/ada`. Not on Windows: the command-line tools are shell scripts.
 */
export async function collectReportStates(): Promise<Map<string, CheckReport>> {
  const reports = new Map<string, CheckReport>()
  for (const state of STATES) reports.set(state[0], await collect(state))
  return reports
}

async function collect([name, files, build]: State): Promise<CheckReport> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'signalbox-states-')))
  try {
    for (const [path, content] of Object.entries(files)) await save(join(home, path), content)
    const monitor = createMonitor({ checks: [build(home)], everyMs: HOUR, idleMs: HOUR, now: () => NOW })
    await monitor.recheck()
    const [report] = monitor.reports()
    if (report === undefined) throw new Error(`${name} has no report`)
    const text = JSON.stringify(report).replaceAll(home, '/home/ada').replaceAll(process.cwd(), '/work')
    return JSON.parse(text) as CheckReport
  } finally {
    await rm(home, { recursive: true })
  }
}

async function save(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content, { mode: 0o755 })
  const before = new Date(NOW - HOUR)
  await utimes(file, before, before)
}

/** A check that throws, as only a bug of ours would make it. */
const breaking =
  (key: MonitoredCheck['key']): Build =>
  () => ({ key, run: () => Promise.reject(new TypeError('CANARY')) })

const STATES: State[] = [
  ...SIGN_INS,
  ...CLIS,
  ...SDKS,
  ['proxy running', {}, () => createProxyServiceCheck('1.0.0')],
  ...STORES,
  ...PROVIDERS,
  ...CODEX_SIGN_INS,
  ['claude check broken', {}, breaking('claude_cli')],
  ['sdk check broken', {}, breaking('claude_sdk')],
  ['storage check broken', {}, breaking('storage')],
  ['providers check broken', {}, breaking('providers')],
]
