import { describe, expect, it } from 'vitest'
import type { AppInfo } from '../../shared/ipc.ts'
import { finding } from '../../shared/language/say-verdict.ts'
import { NOW, observe, observeLivez } from './observe-for-test.ts'
import { toView } from './to-view.ts'
import { problemForTest, verdictForTest } from './verdict-for-test.ts'

const APP: AppInfo = {
  version: '0.1.0',
  platform: 'linux',
  server: { state: 'running', baseUrl: 'http://127.0.0.1:3456' },
  quitting: false,
  language: 'en',
}
const OVERLOADED = problemForTest('upstream_overloaded', { host: 'api.anthropic.com', count: 3 })

describe('what the server says', () => {
  it('is shown as it is: mark, word, sentence, further problems and the connection', () => {
    const cli = problemForTest('cli_not_installed')
    const verdict = verdictForTest('warning', OVERLOADED, cli, finding('not_connected'))
    expect(toView(observeLivez({ verdict })).verdict).toMatchObject({
      state: 'warning',
      mark: 'warning',
      word: 'Warning',
      reason: {
        sentence: 'api.anthropic.com is overloaded (529). 3 requests failed in the last minute.',
        command: undefined,
      },
      others: [
        { sentence: cli.sentence, command: { text: 'npm install -g @anthropic-ai/claude-code', key: 'i' } },
      ],
      connection: { sentence: 'Not connected. Claude Code talks to Anthropic directly.' },
      ageMs: undefined,
    })
  })

  it('is not changed by anything else that the page knows', () => {
    const base = observe()
    const failing = { status: 'fail' as const, checks: { providers: [{ status: 'fail', output: 'down' }] } }
    const others = [
      { health: { ...base.health, value: failing } },
      { health: { failures: 9, confused: true } },
      { status: { failures: 9, confused: true } },
    ]
    for (const change of others) expect(toView(observe(change)).verdict).toEqual(toView(base).verdict)
  })

  it('says its age once it has missed a beat', () => {
    expect(toView({ ...observe(), now: NOW + 12_000 }).verdict).toMatchObject({
      word: 'Running',
      ageMs: 12_000,
    })
  })

  it('is not made up where it says nothing: neither green nor red', () => {
    const { verdict } = toView(observeLivez({ verdict: undefined, in_flight: 3 }))
    expect(verdict).toMatchObject({ state: undefined, mark: 'stopped', word: 'State unknown' })
  })

  it('of a newer version keeps the sentence that it came with', () => {
    const reason = { code: 'from_the_future', params: {}, sentence: 'As told.', check: 'new' }
    const verdict = { ...verdictForTest('warning'), reason }
    expect(toView(observeLivez({ verdict })).verdict.reason.sentence).toBe('As told.')
  })
})

describe('what only the page knows', () => {
  it('is that there was no response yet', () => {
    const livez = { failures: 0, confused: false }
    expect(toView(observe({ livez })).verdict).toMatchObject({ state: undefined, word: 'Signalbox' })
  })

  it.each([0, 1])('is not reported as no response, after %i lost polls', (failures) => {
    const { livez } = observe()
    expect(toView(observe({ livez: { ...livez, failures } })).verdict.word).toBe('Running')
  })

  it('is that two polls in a row were lost, and that is no old news', () => {
    const { livez } = observe()
    const view = toView({ ...observe({ livez: { ...livez, failures: 2 } }), now: NOW + 60_000 })
    expect(view.verdict).toMatchObject({ state: 'not_responding', mark: 'error', ageMs: undefined })
    expect(view.staleMs).toBe(60_000)
  })

  it('is that the response could not be understood', () => {
    const { livez } = observe()
    const { verdict } = toView(observe({ livez: { ...livez, confused: true } }))
    expect(verdict).toMatchObject({ state: 'error', reason: { code: 'bad_answer' } })
  })
})

describe('in the desktop app', () => {
  const failed = { state: 'failed', failure: { status: 'unhealthy', error: 'x', details: {} } } as const

  it('the shell speaks for a server that is not up, whatever was heard last', () => {
    const verdict = verdictForTest('not_running', finding('port_busy', { port: 3456 }))
    const view = toView(observe({ app: { ...APP, server: failed, verdict } }))
    expect(view.link).toBe('down')
    expect(view.verdict).toMatchObject({ word: 'Not running', reason: { code: 'port_busy' } })
  })

  it('the server speaks for itself while it is up', () => {
    const verdict = verdictForTest('warning', OVERLOADED)
    expect(toView(observe({ app: { ...APP, verdict } })).verdict.word).toBe('Running')
  })
})
