import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { CheckReport } from '../../../shared/health/check-report.ts'
import type { HealthFacts } from './facts.ts'
import { renderIetf, renderReady } from './render-ietf.ts'
import {
  renderBasic,
  renderCcproxy,
  renderDetailed,
  renderFork,
  renderGroq,
  renderSuperset,
} from './render-json.ts'
import { makeFacts } from './testing/make-facts.ts'
import { NOW } from './testing/report-state.ts'
import { collectReportStates } from './testing/report-states.ts'

/*
 * Every view of every state, byte for byte, because unknown programs read these responses. After an intended change,
 * record them again with SIGNALBOX_RECORD=1 and review the diff.
 */

const RECORDED = join(import.meta.dirname, 'testing', 'recorded-answers.txt')

type View = [name: string, render: (facts: HealthFacts) => object]

const IETF: View = ['ietf', (facts) => renderIetf(facts, { compat: false })]
const READY: View = ['ready', renderReady]
const BASIC: View = ['basic', renderBasic]
const DETAILED: View = ['detailed', renderDetailed]
const VIEWS: View[] = [
  IETF,
  ['ietf compat', (facts) => renderIetf(facts, { compat: true })],
  READY,
  ['json', renderSuperset],
  BASIC,
  DETAILED,
  ['ccproxy', renderCcproxy],
  ['groq', renderGroq],
  ['fork', renderFork],
]

function responsesOf(reports: ReadonlyMap<string, CheckReport>): string[] {
  const facts = (change: Partial<HealthFacts>) => makeFacts({ now: new Date(NOW), ...change })
  const alone = [...reports].flatMap(([name, report]) =>
    viewsOf(report).flatMap((view) =>
      CALLERS.map((trusted) =>
        line(name, view, facts({ trusted, reports: [report], strict: view !== IETF })),
      ),
    ),
  )
  const together = SITUATIONS.flatMap(({ name, states, change }) =>
    VIEWS.flatMap((view) =>
      CALLERS.map((trusted) =>
        line(
          name,
          view,
          facts({ trusted, reports: states.flatMap((state) => reports.get(state) ?? []), ...change }),
        ),
      ),
    ),
  )
  return [...alone, ...together]
}

/** The views with more detail on this check than its state. */
function viewsOf({ key }: CheckReport): View[] {
  if (key === 'claude_cli' || key === 'oauth2_credentials') return [IETF, READY, BASIC, DETAILED]
  return key === 'codex_cli' || key === 'claude_sdk' ? [IETF, READY, BASIC] : [IETF, BASIC]
}

const CALLERS = [true, false]

function line(state: string, [view, render]: View, facts: HealthFacts): string {
  return `${state} | ${view} | ${facts.trusted ? 'trusted' : 'stranger'} | ${JSON.stringify(render(facts))}`
}

const WELL = [
  'sign-in present',
  'claude available',
  'codex available',
  'sdk available',
  'proxy running',
  'storage fine',
  'providers reachable',
  'codex account present',
]
const USUAL = [
  'sign-in refreshable',
  'claude available',
  'codex missing',
  'sdk missing',
  'proxy running',
  'storage fine',
  'providers failing',
  'codex without an account',
]
const NOTHING = ['sign-in missing', 'claude missing', 'codex missing', 'sdk missing', 'proxy running']
const { policy } = makeFacts()

const SITUATIONS: { name: string; states: string[]; change?: Partial<HealthFacts> }[] = [
  { name: 'nothing checked', states: [] },
  { name: 'all well', states: WELL },
  { name: 'warnings', states: USUAL },
  { name: 'warnings shown', states: USUAL, change: { policy: { ...policy, exposeDegraded: true } } },
  { name: 'warnings, strictly', states: USUAL, change: { strict: true } },
  {
    name: 'nothing installed, critical',
    states: NOTHING,
    change: { policy: { ...policy, critical: ['claude_cli'] } },
  },
  { name: 'a failure', states: ['sign-in present', 'claude not startable', 'sdk broken', 'proxy running'] },
  { name: 'draining', states: WELL, change: { draining: true, inFlight: 3 } },
  { name: 'draining with a failure', states: ['claude not startable'], change: { draining: true } },
]

// The searched paths differ between systems.
it.skipIf(process.platform !== 'linux')('answers every view of every state as recorded', async () => {
  const reports = await collectReportStates()
  expect(SITUATIONS.flatMap(({ states }) => states).filter((state) => !reports.has(state))).toEqual([])
  const responses = responsesOf(reports)
  expect(responses.join('\n')).not.toContain('CANARY')
  if (process.env['SIGNALBOX_RECORD'] === '1') writeFileSync(RECORDED, `${responses.join('\n')}\n`)
  expect(responses).toEqual(readFileSync(RECORDED, 'utf8').trimEnd().split('\n'))
})
