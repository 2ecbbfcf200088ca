import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CheckReport } from '../../../shared/health/check-report.ts'
import { sayFinding, stateWord } from '../../../shared/language/say-verdict.ts'
import { VERDICT_MARKS } from '../../../shared/verdict-marks.ts'
import type { Verdict } from '../../../shared/verdict.ts'
import { observeLivez } from '../../../renderer/status/observe-for-test.ts'
import { readVerdict } from '../../../renderer/status/read-verdict.ts'
import { statusLines } from '../../cli/status-lines.ts'
import { speak } from '../../desktop/language/create-speech.ts'
import { snapshot } from '../../desktop/tray/snapshot-fixtures.ts'
import { trayIcon } from '../../desktop/tray/tray-icon.ts'
import { trayMenu } from '../../desktop/tray/tray-menu.ts'
import { trayTooltip } from '../../desktop/tray/tray-tooltip.ts'
import { httpStatus, overall } from '../views/overall.ts'
import { renderIetf } from '../views/render-ietf.ts'
import {
  renderBasic,
  renderCcproxy,
  renderDetailed,
  renderFork,
  renderGroq,
  renderSuperset,
} from '../views/render-json.ts'
import { makeFacts } from '../views/testing/make-facts.ts'
import { createProvidersCheck } from '../checks/providers.ts'
import { makeReport, makeUnchecked } from '../testing/make-report.ts'
import { judge } from './judge.ts'
import { FAMILIES, type Outcome } from './outcome.ts'
import { evidence, UPSTREAM } from './testing/make-evidence.ts'
import { objectKeys, type Played, replayHistory, type Step } from './testing/replay-history.ts'

/** Number of histories. Set `SIGNALBOX_FUZZ=100000` for a longer campaign. */
const ROUNDS = Number(process.env['SIGNALBOX_FUZZ'] ?? 10_000)

const TARGETS = [UPSTREAM, { name: 'local', baseUrl: new URL('http://127.0.0.1:11434') }]
const NAMES = TARGETS.map(({ name }) => name)
const KINDS = objectKeys(FAMILIES)

const request = (kind: fc.Arbitrary<Outcome['kind']>) =>
  fc.record({
    do: fc.constant('request' as const),
    upstream: fc.constantFrom(...NAMES),
    kind,
    took: fc.constantFrom(0, 10, 1_000, 30_000),
  })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: request(fc.constantFrom(...KINDS, 'suspended')) },
  { weight: 3, arbitrary: request(fc.constantFrom('ok', 'responded')) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('probe' as const),
      upstream: fc.constantFrom(...NAMES),
      ok: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(500, 5_000, 70_000) }),
  },
)
const others: fc.Arbitrary<CheckReport[]> = fc.subarray([
  makeReport('claude_cli', 'warn', { cli_status: 'not_installed' }),
  makeReport('codex_cli', 'warn', { cli_status: 'not_installed' }),
  makeReport('oauth2_credentials', 'warn', { sign_in: { status: 'expired' } }),
  makeReport('storage', 'warn', { storage_status: 'degraded', reason: 'ENOSPC' }),
  makeUnchecked('claude_sdk', 'fail', 'TypeError'),
])
const history = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 25 }),
  reports: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: others }),
  critical: fc.constantFrom([], ['providers'], ['proxy_service']),
  inFlight: fc.nat(2),
  drain: fc.constantFrom(undefined, undefined, undefined, { source: 'request' as const }),
})

/** The other facts of `signalbox status`. */
const STATUS = {
  baseUrl: 'http://127.0.0.1:3456',
  pid: 1,
  connection: '',
  claudeVersion: undefined,
  limits: [],
  budgets: [],
  lastFailure: undefined,
  now: 0,
}

/** Each rendering of the verdict, reduced to the statement whether requests work. */
function renderings(verdict: Verdict, reports: CheckReport[], facts: Parameters<typeof makeFacts>[0]) {
  const policy = { ...makeFacts().policy, exposeDegraded: true, critical: facts?.policy?.critical ?? [] }
  const all = makeFacts({ reports, ...facts, policy })
  const strict = makeFacts({ ...all, strict: true })
  const word = (body: object) => ('status' in body ? String(body.status) : '')
  const seen = observeLivez({ verdict })
  const livez = seen.livez.value
  if (livez === undefined) throw new Error('the observation has a response')
  return {
    words: [renderSuperset, renderBasic, renderDetailed, renderCcproxy].map((render) => word(render(all))),
    narrow: [renderGroq, renderFork].map((render) => word(render(all))),
    ietf: word(renderIetf(all, { compat: false })),
    status: httpStatus(overall(all)),
    strict: httpStatus(overall(strict)),
    icon: trayIcon(snapshot({ verdict })),
    tooltip: trayTooltip(snapshot({ verdict }), speak('en')),
    menu: JSON.stringify(trayMenu(snapshot({ verdict }), speak('de'))),
    page: readVerdict(seen, undefined),
    cli: statusLines({ livez, ...STATUS }),
  }
}

/** The words of each state: in the vocabularies that have all of them, in those that don't, and in health+json. */
const WORDS = {
  running: { words: ['healthy', 'degraded'], narrow: 'healthy', ietf: ['pass', 'warn'], status: 200 },
  warning: { words: ['degraded'], narrow: 'healthy', ietf: ['warn'], status: 200 },
  error: { words: ['unhealthy'], narrow: 'unhealthy', ietf: ['fail'], status: 503 },
  draining: { words: ['draining'], narrow: 'draining', ietf: ['fail'], status: 503 },
}
type Told = keyof typeof WORDS
const TOLD: Partial<Record<Verdict['state'], Told>> = {
  running: 'running',
  active: 'running',
  warning: 'warning',
  error: 'error',
  draining: 'draining',
  drained: 'draining',
}

/** Renderings that differ from the verdict. */
// oxlint-disable-next-line complexity -- a table of claims, each with its condition
function disagreements(verdict: Verdict, shown: ReturnType<typeof renderings>): string[] {
  const { state, reason } = verdict
  const told = WORDS[TOLD[state] ?? 'error']
  const isProblem = state === 'warning' || state === 'error'
  const [first = ''] = sayFinding(reason, 'de').split('. ')
  return [
    shown.icon !== VERDICT_MARKS[state] && `icon ${shown.icon}`,
    !shown.tooltip.includes(stateWord(state, 'en')) && `tooltip ${shown.tooltip}`,
    !shown.menu.includes(stateWord(state, 'de')) && `menu ${shown.menu}`,
    isProblem && !shown.menu.includes(JSON.stringify(first).slice(1, -1)) && `menu ${shown.menu}`,
    shown.page.mark !== VERDICT_MARKS[state] && `page ${shown.page.mark}`,
    shown.page.word !== stateWord(state, 'en') && `page ${shown.page.word}`,
    shown.page.reason.sentence !== reason.sentence && `page ${shown.page.reason.sentence}`,
    !shown.cli[0]?.startsWith(`${stateWord(state, 'en')}: ${reason.sentence}`) && `status ${shown.cli[0]}`,
    ...shown.words.map((word) => !told.words.includes(word) && `/health ${word}`),
    ...shown.narrow.map((word) => word !== told.narrow && `view ${word}`),
    !told.ietf.includes(shown.ietf) && `ietf ${shown.ietf}`,
    shown.status !== told.status && `status ${shown.status}`,
    TOLD[state] !== 'running' && shown.strict !== 503 && `strict ${shown.strict}`,
  ].filter((text) => text !== false)
}

/** False claims of the verdict. */
function untruths(verdict: Verdict, providers: string, played: Played): string[] {
  const isFine = TOLD[verdict.state] === 'running'
  const isAlarmed = providers === 'warn'
  const allFailed = played.failedInARow >= 5
  return [
    isFine && isAlarmed && 'fine, while the check warns',
    allFailed && !isAlarmed && 'no alarm, while the last five requests failed',
    allFailed && isFine && 'fine, while the last five requests failed',
    played.failures < 2 && played.probes === 0 && isAlarmed && 'an alarm for one failure',
  ].filter((text) => text !== false)
}

test('in every history all renderings agree, and what they say is true', async () => {
  const seen = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(history, async ({ steps, reports: rest, critical, inFlight, drain }) => {
      const played = await replayHistory(steps, TARGETS)
      const { watch } = played
      const providers = { ...makeReport('providers', 'pass'), ...createProvidersCheck(watch).current() }
      const reports = [...rest, providers]
      const verdict = judge(evidence({ traffic: watch.read(), reports, critical, inFlight, drain }))
      seen.set(verdict.reason.code, (seen.get(verdict.reason.code) ?? 0) + 1)
      const policy = { ...makeFacts().policy, critical }
      const shown = renderings(verdict, reports, { policy, draining: drain !== undefined, inFlight })
      expect([...disagreements(verdict, shown), ...untruths(verdict, providers.status, played)]).toEqual([])
    }),
    { numRuns: ROUNDS },
  )
  // Asserts that the histories cover all the cases.
  expect([...seen.keys()]).toEqual(
    expect.arrayContaining([
      'upstream_overloaded',
      'provider_unreachable',
      'requests_failing',
      'requests_all_failing',
      'own_errors',
    ]),
  )
}, 600_000)
