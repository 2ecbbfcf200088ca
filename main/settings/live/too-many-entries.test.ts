import { describe, expect, it } from 'vitest'
import { DEFAULT_LIVE_SETTINGS } from '../../../shared/live-settings.ts'
import { changeConfigText } from './change-config-text.ts'
import { parseLiveSettings } from './parse-live-settings.ts'

describe('a file with more entries than there may be', () => {
  const rules = Array.from({ length: 4_000 }, (_, n) => ({
    header: `x-${n}`,
    action: 'set',
    value: 'a',
    enabled: true,
  }))
  const routes = Object.fromEntries(
    rules.map(({ header }) => [header, { provider: 'openai', model: 'gpt-5' }]),
  )
  const text = JSON.stringify({ requestHeaderRules: rules, routes }, null, 2)
  const current = parseLiveSettings(text, DEFAULT_LIVE_SETTINGS)

  it('is read up to the limit, with one sentence for the rest of a list', () => {
    expect(current.settings.requestHeaderRules).toHaveLength(200)
    expect(current.problems[0]).toMatchObject({
      line: 1203,
      path: '/requestHeaderRules/200',
      code: 'invalid.surplus',
      params: { limit: 200, count: 3_800 },
    })
    expect(current.problems.length).toBeLessThanOrEqual(101)
  })

  it('is read up to the limit of a record, with one sentence for the rest', () => {
    expect(Object.keys(current.settings.routes)).toHaveLength(500)
    expect(current.problems.filter(({ path }) => path?.startsWith('/routes/'))).toMatchObject([
      { path: '/routes/x-500', code: 'invalid.surplus', params: { limit: 500, count: 3_500 } },
    ])
  })

  it.each([0, 3, 199, 200])('can be saved with %d of them, in less than a second', (count) => {
    const requestHeaderRules = current.settings.requestHeaderRules.slice(0, count)
    const before = process.cpuUsage()
    const changed = changeConfigText(text, {
      change: { requestHeaderRules },
      current: current.settings,
      path: 'x',
    })
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_000)
    expect(parseLiveSettings(changed, DEFAULT_LIVE_SETTINGS).settings.requestHeaderRules).toEqual(
      requestHeaderRules,
    )
  })

  it('can be saved with fewer routes', () => {
    const change = { routes: { default: { provider: 'openai', model: 'gpt-5' } } }
    const changed = changeConfigText(text, { change, current: current.settings, path: 'x' })
    expect(parseLiveSettings(changed, DEFAULT_LIVE_SETTINGS).settings.routes).toEqual(change.routes)
  })

  it('is not written: the refusal says how many there may be', () => {
    const change = { requestHeaderRules: rules }
    const save = () => changeConfigText('{}', { change, current: DEFAULT_LIVE_SETTINGS, path: 'x' })
    expect(save).toThrow(
      expect.objectContaining({
        issues: [
          { path: '/requestHeaderRules/200', code: 'invalid.surplus', params: { limit: 200, count: 3_800 } },
        ],
      }),
    )
  })
})

it('a change with more errors than are shown is refused with the first, and says that there are more', () => {
  const change = { routes: Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`r${at}`, 7])) }
  const save = () => changeConfigText('{}', { change, current: DEFAULT_LIVE_SETTINGS, path: 'x' })
  const shown = Array.from({ length: 100 }, (_, at) => ({
    path: `/routes/r${at}`,
    code: 'invalid.object',
    params: {},
  }))
  expect(save).toThrow(
    expect.objectContaining({ issues: [...shown, { code: 'settings.more_issues', params: {} }] }),
  )
})
