import { type Locator, type Page, test as base, expect } from '@playwright/test'
import { join } from 'node:path'
import type { CostsResponse } from '../../shared/costs.ts'
import type { Livez } from '../../shared/livez.ts'
import type { UsageBy } from '../../shared/usage-by.ts'
import { conversationBodies } from '../dashboard-rig/conversation-bodies.ts'
import { overloaded, textResponse } from '../dashboard-rig/replies.ts'
import { type Dashboard, startDashboard } from '../dashboard-rig/start-dashboard.ts'
import { HAIKU, OPUS, sessionId, SONNET, writeDays } from '../readme-rig/write-days.ts'
import { writePalettePng } from '../readme-rig/write-palette-png.ts'

/*
 * The pictures of the README, from the real program. With SIGNALBOX_README_PICTURES=1 they are written to
 * .github/pictures; otherwise this checks that what they show is still there.
 */

const FOLDER = join(import.meta.dirname, '../../.github/pictures')
const WRITES = process.env['SIGNALBOX_README_PICTURES'] === '1'
/** In bytes; a README loads all of them. */
const MAX_PICTURE = 120 * 1024

const HOUR = 3_600_000
/** A time zone in which it is the afternoon now, so that the day on the pictures is a full one. */
const offset = ((((15 - new Date().getUTCHours()) % 24) + 36) % 24) - 12
const timezoneId = `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`

interface Desk extends Dashboard {
  /** The requests of the last conversation, oldest first. */
  turns: readonly string[]
}

const test = base.extend<object, { desk: Desk }>({
  desk: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const now = Date.now()
      const midnight = Math.floor((now + offset * HOUR) / (24 * HOUR)) * 24 * HOUR - offset * HOUR
      let turns: readonly string[] = []
      const dashboard = await startDashboard({
        seed: async (folder) => void (turns = await writeDays(folder, { now, midnight })),
      })
      await post(dashboard, '/api/connection/connect', {})
      const streams = [
        [OPUS, 90, 2],
        [SONNET, 40, 4],
        [HAIKU, 20, 3],
      ] as const
      const holds = []
      for (const [model, gapMs, session] of streams) {
        const reply = {
          ...textResponse({ input: 6, output: 1, cacheRead: 24_310, cacheWritten: 611 }),
          gapMs,
        }
        holds.push(
          await dashboard.hold(
            { ...conversationBodies(model)[1], model },
            { ...reply, cut: { afterWrites: 12, how: 'pings' } },
            { 'x-claude-code-session-id': sessionId(session) },
          ),
        )
      }
      await use({ ...dashboard, turns })
      for (const release of holds) await release()
      await dashboard.close()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
})

test.use({ timezoneId, viewport: { width: 1040, height: 640 }, deviceScaleFactor: 1.5, locale: 'en-GB' })

/** In ms. The server of the pictures has just started; the log shows a whole day. */
const UPTIME = 6.2 * HOUR

test.beforeEach(async ({ page, desk }) => {
  await page.addInitScript(disguise, {
    host: new URL(desk.upstream.url).host,
    own: new URL(desk.url).host,
    uptime: UPTIME,
  })
})

/**
 * Runs in the page. The fake upstream stands for Anthropic, and the server for one that was started in the morning, at
 * the address that the README tells: its port may be in use here.
 */
function disguise({ host, own, uptime }: { host: string; own: string; uptime: number }) {
  const { parse } = JSON
  const edit = (text: string) =>
    text
      .replaceAll(host, 'api.anthropic.com')
      .replaceAll(own, '127.0.0.1:3456')
      .replaceAll(/"uptime_ms":(\d+)/g, (_all, ms: string) => `"uptime_ms":${Number(ms) + uptime}`)
  JSON.parse = new Proxy(parse, {
    apply: (target, self, [text, ...rest]: [string, ...unknown[]]): unknown =>
      Reflect.apply(target, self, [edit(text), ...rest]),
  })
  Response.prototype.json = async function json() {
    return JSON.parse(await this.text())
  }
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('the tray shows state, limits and what runs', async ({ page, desk }) => {
      await page.setViewportSize({ width: 360, height: 560 })
      await page.goto(`${desk.url}/tray.html`)
      await expect(page.getByRole('status')).toContainText('Running')
      await expect(page.getByText(/oldest [4-9] s|oldest \d\d s/)).toBeVisible()
      await expect(page.getByText('68 %').first()).toBeVisible()
      // As high as its content.
      await page.setViewportSize({ width: 360, height: 100 })
      const height = await page.evaluate(() => document.documentElement.scrollHeight)
      await page.setViewportSize({ width: 360, height })
      await shoot(page, `tray${colorScheme === 'dark' ? '-dark' : ''}`)
    })

    test('the overview shows now, today, limits and errors', async ({ page, desk }) => {
      await visit(page, desk, '/')
      await expect(page.getByRole('region', { name: 'Today', exact: true })).toContainText(/≈ \$\d+\.\d\d/)
      await expect(page.getByRole('region', { name: 'Last errors' })).toContainText('529 overloaded')
      await shoot(page, `dashboard${colorScheme === 'dark' ? '-dark' : ''}`)
    })
  })
}

test('the tray says of now and today what the pages and the API say', async ({ page, desk }) => {
  const { in_flight, verdict } = await desk.get<Livez>('/livez')
  await page.goto(`${desk.url}/tray.html`)
  const sum = page.getByRole('region', { name: 'Today' })
  await expect(sum).toContainText(/≈ \$\d+\.\d\d, \d+ requests/)
  const [, cost = '', requests = ''] = /(≈ \$[\d.]+), (\d+) requests/.exec(await sum.innerText()) ?? []
  await expect(page.getByRole('region', { name: 'In flight' })).toContainText(`${in_flight}, oldest`)
  await expect(page.getByRole('status')).toContainText(verdict?.reason.sentence ?? 'no verdict')

  const start = await page.evaluate(() => new Date(new Date().setHours(0, 0, 0, 0)).toISOString())
  const usage = await desk.get<UsageBy>(`/api/usage?group=model&source=proxy&start=${start}`)
  expect(`≈ $${usage.total.cost?.toFixed(2)}`).toBe(cost)
  expect(String(usage.total.requests)).toBe(requests)
  const costs = await desk.get<CostsResponse>(`/api/costs?start=${start}`)
  // Rounded to a millionth of a dollar.
  expect(costs.estimate).toBeCloseTo(usage.total.cost ?? -1, 5)
  await visit(page, desk, '/')
  const today = page.getByRole('region', { name: 'Today', exact: true })
  await expect(today).toContainText(cost)
  await expect(today).toContainText(requests)
  await visit(page, desk, '/usage?range=today')
  await expect(page.locator('main')).toContainText(cost)
})

test('what is running now?', async ({ page, desk }) => {
  await visit(page, desk, '/activity')
  await expect(page.getByRole('region', { name: 'In flight' }).getByRole('listitem')).toHaveCount(3)
  await expect(page.getByRole('region', { name: 'Requests' }).locator('tbody tr').nth(8)).toBeVisible()
  await expect(page.getByRole('region', { name: 'Requests' })).toContainText(/\d\.\d{3}/)
  await shoot(page, 'live')
})

test('what did today cost, by model?', async ({ page, desk }) => {
  await visit(page, desk, '/usage?range=today')
  await expect(page.getByRole('region', { name: 'Usage by model' })).toContainText(/≈ \$\d+\.\d\d/)
  await expect(page.locator('.recharts-bar-rectangle').first()).toBeVisible()
  await page.setViewportSize({ width: 1040, height: 860 })
  await shoot(page, 'cost')
})

test('what was sent, and what changed since the previous request?', async ({ page, desk }) => {
  await visit(page, desk, `/activity/${desk.turns[2]}?tab=changes&view=full`)
  await expect(page.getByText('2 differences.').first()).toBeVisible()
  await shoot(page, 'changes')
})

test('how close is the limit?', async ({ page, desk }) => {
  await visit(page, desk, '/')
  const limits = page.getByRole('region', { name: 'Limits' })
  await expect(limits).toContainText('68 %')
  await limits.scrollIntoViewIfNeeded()
  await shoot(page, 'limits', await around(limits))
})

// Last: other pages would warn of the failures and of the provider that is not there.
test('is it healthy?', async ({ page, desk }) => {
  for (let failures = 0; failures < 3; failures++)
    await desk.send({ ...conversationBodies(OPUS)[0], model: OPUS }, overloaded())
  await page.setViewportSize({ width: 360, height: 560 })
  await page.goto(`${desk.url}/tray.html`)
  await expect(page.getByRole('status')).toContainText('api.anthropic.com is overloaded (529).')
  await expect(page.getByRole('switch')).toBeVisible()
  await shoot(page, 'healthy', { x: 0, y: 0, width: 360, height: 226 })
})

test('where would this request go, and why?', async ({ page, desk }) => {
  const address = { name: 'local', apiBaseUrl: 'http://127.0.0.1:1234/v1', models: ['qwen3-coder'] }
  await post(desk, '/api/providers', address)
  const target = { provider: 'local', model: 'qwen3-coder' }
  const fallbacks = [{ provider: 'anthropic', model: HAIKU }]
  await post(
    desk,
    '/api/routes',
    { routes: { background: { ...target, fallbacks } }, subagents: { enable: false, mappings: {} } },
    'PUT',
  )
  await visit(page, desk, '/routing')
  const bench = page.getByRole('region', { name: 'Routing test' })
  await bench.getByText('Pasted body').click()
  await bench
    .getByRole('textbox', { name: 'Body' })
    .fill(`{"model":"${HAIKU}","messages":[{"role":"user","content":"Name this session"}]}`)
  await bench.getByRole('button', { name: 'Test routing' }).click()
  await expect(bench.getByRole('list', { name: 'Checked rules' })).toContainText('background')
  await bench.scrollIntoViewIfNeeded()
  await shoot(page, 'routing', await around(bench))
})

async function visit(page: Page, { url }: Pick<Desk, 'url'>, path: string): Promise<void> {
  await page.goto(`${url}/#${path}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('status').first()).toContainText(/Running|Warning/)
}

interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** The box of an element with the margin that a picture needs. */
async function around(element: Locator): Promise<Box> {
  const box = await element.boundingBox()
  if (box === null) throw new Error('the element is not visible')
  return { x: box.x - 16, y: box.y, width: box.width + 32, height: box.height }
}

async function shoot(page: Page, name: string, clip?: Box): Promise<void> {
  const screenshot = await page.screenshot({ animations: 'disabled', ...(clip && { clip }) })
  expect(screenshot.length).toBeGreaterThan(2_000)
  if (!WRITES) return
  const size = await writePalettePng(page, screenshot, join(FOLDER, `${name}.png`))
  expect(size, name).toBeLessThan(MAX_PICTURE)
}

async function post(
  { url }: Pick<Desk, 'url'>,
  path: string,
  body: object,
  method: 'POST' | 'PUT' = 'POST',
): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url + path, { method, headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
}
