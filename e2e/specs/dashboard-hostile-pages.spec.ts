import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from '@playwright/test'
import { expect, visit } from './dashboard-stage.ts'
import { MARKUP } from './hostile-markup.ts'
import { NAME, requestBody, SEEN, SESSION, test } from './hostile-stage.ts'
import { inspect, watch } from './inspect-hostile.ts'

/*
 * Foreign text in every place that shows some: nothing in it may run, load, leave, or become part of the page. The text
 * must be seen in each place, as text: a page that shows nothing proves nothing.
 */

const IN_FLIGHT = '<img src=x onerror=window.owned=1>'
const TABS = ['Conversation', 'Changes', 'Headers', 'Raw', 'Timing', 'Usage']

test.use({ viewport: { width: 1180, height: 900 } })

/** Pages, each with something that its own foreign text contains. */
const PAGES = [
  '/',
  '/activity',
  '/activity?outcome=failed',
  `/activity?q=${encodeURIComponent(NAME)}`,
  `/activity?session=${encodeURIComponent(NAME)}&model=${encodeURIComponent(NAME)}`,
  '/activity?in=bodies&q=window.owned',
  '/sessions',
  '/sessions?sort=cost&q=window.owned',
  '/sessions?view=transcripts&q=window.owned',
  `/sessions/${SESSION}`,
  `/sessions/${SESSION}?tab=conversation`,
  '/usage',
  `/usage?org=${encodeURIComponent(NAME)}`,
  '/connect',
  '/routing',
  '/header-rules',
  '/logs',
  '/settings',
  `/${encodeURIComponent(NAME)}`,
]

/** These show foreign text only in parts, or none. */
const QUIET = new Set([
  '/',
  '/usage',
  `/usage?org=${encodeURIComponent(NAME)}`,
  '/header-rules',
  '/settings',
  `/${encodeURIComponent(NAME)}`,
])

test('text of others stays text on every page of the dashboard', async ({ page, hostile }) => {
  expect(MARKUP.length).toBeGreaterThan(100)
  const bad = await watch(page.context(), (url) => url.startsWith(`${hostile.url}/`) && !url.includes('/v1'))
  const problems: string[] = []
  for (const path of PAGES) {
    await visit(page, hostile, path)
    await expect(page.getByRole('main')).toBeVisible()
    if (!QUIET.has(path)) await expect(page.getByRole('main')).toContainText('owned')
    const { found } = await inspect(page)
    problems.push(...found.map((problem) => `${path}: ${problem}`))
  }
  expect(problems).toEqual([])
  expect(bad).toEqual([])
})

test('text of others stays text in every tab of a request', async ({ page, hostile, complaints }) => {
  const bad = await watch(page.context(), (url) => url.startsWith(`${hostile.url}/`) && !url.includes('/v1'))
  const { requests } = await hostile.get<{ requests: { requestId: string }[] }>(
    '/api/requests/summary?limit=20',
  )
  expect(requests.length).toBeGreaterThan(7)
  const problems: string[] = []
  let shown = 0
  for (const { requestId } of requests) {
    await visit(page, hostile, `/activity/${requestId}?view=full`)
    for (const tab of TABS) {
      await page.getByRole('tab', { name: tab }).click()
      await expect(page.getByRole('tabpanel', { name: tab })).toBeVisible()
      if (tab === 'Conversation') await unfold(page)
      const { text, found } = await inspect(page)
      problems.push(...found.map((problem) => `${requestId} ${tab}: ${problem}`))
      if (text.includes('owned')) shown++
    }
  }
  expect(problems).toEqual([])
  expect(shown).toBeGreaterThan(3 * requests.length)
  expect(bad).toEqual([])
  // The picture that is none.
  expect(new Set(complaints.splice(0))).toEqual(new Set(['Failed to load resource: net::ERR_INVALID_URL']))
})

/** Opens what is folded and clipped. */
async function unfold(page: Page): Promise<void> {
  const more = page.getByRole('button', { name: 'Show more (' }).last()
  while (await more.isVisible()) await more.click()
  await page.evaluate(() => {
    const folded = document.querySelectorAll<HTMLElement>('main article button, main [aria-expanded=false]')
    for (const button of [...folded].slice(0, 60)) button.click()
  })
}

test('text of others stays text in what is asked for: a log line, a test, an error, a bundle', async ({
  page,
  hostile,
  complaints,
}) => {
  const bad = await watch(page.context(), (url) => url.startsWith(`${hostile.url}/`) && !url.includes('/v1'))
  const inspectPage = async () => expect((await inspect(page)).found).toEqual([])

  await visit(page, hostile, '/logs')
  await page.getByLabel('Search the log…').fill('<marquee onstart')
  const line = page.getByRole('region', { name: 'Log lines' }).getByRole('listitem').first()
  await expect(line).toContainText('<marquee')
  await line.getByRole('button').click()
  await expect(line.locator('pre')).toContainText(SEEN)
  await inspectPage()

  await visit(page, hostile, '/routing')
  const bench = page.getByRole('region', { name: 'Routing test' })
  await bench.getByText('Pasted body').click()
  await bench.getByRole('textbox', { name: 'Body' }).fill(JSON.stringify({ model: NAME, messages: [] }))
  await bench.getByRole('button', { name: 'Test routing' }).click()
  await expect(bench.getByRole('list', { name: 'Targets, in order' })).toContainText(SEEN)
  const agents = page.getByRole('region', { name: 'Sub-agents' })
  await agents.getByRole('textbox', { name: 'Sub-agent' }).fill(NAME)
  await agents.getByRole('textbox', { name: 'Target' }).fill(`${NAME},${NAME}`)
  await agents.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(agents.getByText(/isn’t set up/)).toContainText(SEEN)
  await inspectPage()

  await visit(page, hostile, '/header-rules')
  await page.getByRole('button', { name: 'Add rule for requests' }).click()
  await page.getByRole('dialog').getByLabel('Header', { exact: true }).fill(NAME)
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await inspectPage()

  await visit(page, hostile, '/settings')
  const panel = page.getByRole('region', { name: 'Diagnostics', exact: true })
  await panel.getByRole('button', { name: 'Create bundle' }).click()
  const bundle = panel.getByRole('region', { name: 'File contents' })
  await expect(bundle.getByRole('listitem')).toHaveCount(11)
  for (const part of await bundle.getByRole('listitem').all()) await part.locator('summary').click()
  await expect(bundle).toContainText('owned')
  await inspectPage()
  expect(bad).toEqual([])
  // Refused names.
  expect(complaints.splice(0).filter((text) => !text.includes('400'))).toEqual([])
})

test('text of others stays text in the tray window', async ({ page, hostile }) => {
  const bad = await watch(page.context(), (url) => url.startsWith(`${hostile.url}/`) && !url.includes('/v1'))
  const abort = new AbortController()
  hostile.upstream.reply([{ kind: 'http', status: 200, body: '', headersAfterMs: 60_000 }])
  const body = JSON.stringify({ ...requestBody(9), model: IN_FLIGHT })
  const open = fetch(`${hostile.url}/v1/messages`, { method: 'POST', body, signal: abort.signal })
  const ended = open.catch(() => undefined)
  await page.goto(`${hostile.url}/tray.html`)
  await expect(page.locator('body')).toContainText(IN_FLIGHT)
  expect((await inspect(page)).found).toEqual([])
  expect(bad).toEqual([])
  abort.abort()
  await ended
})

test('text of others stays text in an exported file', async ({ page, hostile }) => {
  const file = join(hostile.home, 'export.html')
  for (const redact of ['true', 'false']) {
    const response = await fetch(
      `${hostile.url}/api/requests/export?format=html&bodies=true&redact=${redact}`,
    )
    const html = await response.text()
    expect(html.split('window.owned').length).toBeGreaterThan(500)
    await writeFile(file, html)
    const own = pathToFileURL(file).href
    const bad = await watch(page.context(), (url) => url === own)
    await page.goto(own)
    const { text, found } = await inspect(page)
    expect(text).toContain(SEEN)
    expect(found).toEqual([])
    expect(bad).toEqual([])
  }
})
