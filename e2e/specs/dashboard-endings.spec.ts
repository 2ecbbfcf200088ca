import { conversationBodies } from '../dashboard-rig/conversation-bodies.ts'
import { cutOff, endless, overloaded } from '../dashboard-rig/replies.ts'
import type { Dashboard } from '../dashboard-rig/start-dashboard.ts'
import { startFakeUpstream } from '../fake-upstream/start-fake-upstream.ts'
import { textReply } from '../fake-upstream/text-reply.ts'
import { photographPage } from './dashboard-camera.ts'
import { expect, OPUS, rows, test, visit } from './dashboard-stage.ts'
import type { Page } from '@playwright/test'

test.use({ viewport: { width: 1180, height: 760 } })

/* Every request shows how it ended, and which side ended it. */

const [BODY = {}] = conversationBodies(OPUS)
const HAIKU = { ...BODY, model: 'claude-haiku-4-5-20251001' }

const panel = (page: Page) => page.getByRole('region', { name: 'Request', exact: true })
const ending = (page: Page) => page.getByRole('region', { name: 'Outcome' })

async function open(page: Page, box: Pick<Dashboard, 'url'>, id: string): Promise<void> {
  await visit(page, box, `/activity/${id}`)
  await expect(ending(page)).toBeVisible()
}

/** Routes all Haiku requests to a provider with OpenAI's format. */
async function routeBackground({ url }: Dashboard, apiBaseUrl: string): Promise<void> {
  const send = async (method: string, path: string, body: object) => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(url + path, { method, headers, body: JSON.stringify(body) })
    expect(response.ok).toBe(true)
  }
  const provider = { name: 'local', type: 'openai-compatible', apiBaseUrl, apiKey: 'k', enabled: true }
  await send('POST', '/api/providers', provider)
  const routes = { background: { provider: 'local', model: 'qwen3:8b' } }
  await send('PUT', '/api/routes', { routes, subagents: { enable: false, mappings: {} } })
}

test('a request whose upstream is dead says why there is no response', async ({ page, fresh }) => {
  const host = new URL(fresh.upstream.url).host
  await fresh.upstream.close()
  const id = await fresh.send(BODY, overloaded())
  await open(page, fresh, id)
  await expect(ending(page)).toContainText(
    `No response. Couldn’t connect to ${host} (ECONNREFUSED), gave up after`,
  )
  await expect(ending(page)).toContainText('Signalbox returned 502.')
  await expect(rows(page).first()).toContainText('upstream unreachable')
  await photographPage(page, 'ending-unreachable')
})

test('an error of the upstream is shown in its own words, also where the request is no conversation', async ({
  page,
  fresh,
}) => {
  await open(page, fresh, await fresh.send(BODY, overloaded()))
  await expect(ending(page)).toContainText('The upstream responded with 529 overloaded after')
  await expect(ending(page)).toContainText('The fake upstream was told to answer 529.')
  await photographPage(page, 'ending-overloaded')
  const id = await fresh.send({ model: OPUS, messages: 'none' }, overloaded())
  await open(page, fresh, id)
  await expect(ending(page)).toContainText('The fake upstream was told to answer 529.')
})

test('a stream that broke says after how much, and which cause', async ({ page, fresh }) => {
  await open(page, fresh, await fresh.send(BODY, cutOff()))
  await expect(ending(page)).toContainText(/The stream was interrupted after .+ and 6 events: ECONNRESET\./)
})

test('a response that is cut off at its limit of tokens is amber in list and head, and says so', async ({
  page,
  fresh,
}) => {
  const reply = textReply(['And so it en'])
  const id = await fresh.send(BODY, { ...reply, message: { ...reply.message, stopReason: 'max_tokens' } })
  await open(page, fresh, id)
  await expect(rows(page).first()).toContainText('200 · max tokens')
  await expect(panel(page).getByText('200 · max tokens')).toBeVisible()
  await expect(ending(page)).toContainText('it reached the limit of output tokens (max_tokens)')
  await photographPage(page, 'ending-max-tokens')
})

test('a response of another model is headed by it, with its provider and route', async ({ page, fresh }) => {
  const local = await startFakeUpstream({ script: [textReply(['Hello from the local model.'])] })
  await routeBackground(fresh, `${local.url}/v1`)
  await open(page, fresh, await fresh.send(HAIKU, overloaded()))
  await expect(panel(page).getByRole('heading', { name: 'qwen3:8b', level: 3 })).toBeVisible()
  await expect(panel(page).getByRole('article').last()).toContainText('local, via route Background')
  await expect(panel(page).getByRole('banner').or(panel(page).locator('header').first())).toContainText(
    'local, via route Background',
  )
  await photographPage(page, 'ending-routed')
  await local.close()
})

test('a dead provider is booked on Signalbox, with each attempt in Timing', async ({ page, fresh }) => {
  const local = await startFakeUpstream()
  await routeBackground(fresh, `${local.url}/v1`)
  await local.close()
  const id = await fresh.send(HAIKU, overloaded())
  await open(page, fresh, id)
  await expect(rows(page).first()).toContainText('local unreachable')
  await expect(ending(page)).toContainText('attempts in')
  await page.getByRole('tab', { name: 'Timing' }).click()
  const attempts = page.getByRole('region', { name: 'Attempts' })
  expect(await attempts.getByRole('listitem').count()).toBeGreaterThan(1)
  await expect(attempts.getByRole('listitem').first()).toContainText('local · qwen3:8b: local unreachable')
  await photographPage(page, 'ending-attempts')
})

test('a request in flight shows its request and how far it is, and then who ended it', async ({
  page,
  fresh,
}) => {
  const release = await fresh.hold(BODY, endless())
  await visit(page, fresh, '/activity')
  const flight = page.getByRole('region', { name: 'In flight' })
  await expect(flight.getByRole('listitem')).toContainText('opus-4-5')
  await expect(flight.getByRole('listitem')).toContainText(/\d B|KB|MB/)
  await flight.getByRole('link').focus()
  await page.keyboard.press('Enter')
  await expect(panel(page).getByRole('heading', { level: 2 })).toContainText(/Streaming for .+ · opus-4-5/)
  await expect(panel(page).getByRole('article').first()).toBeVisible()
  await expect(ending(page)).toContainText('Streaming for')
  await photographPage(page, 'ending-in-flight')
  await page.setViewportSize({ width: 1180, height: 760 })
  await release()
  await expect(ending(page)).toContainText('Cancelled by Claude Code after')
})

test('a link to an old request brings the list to it, and says where the filter leaves it out', async ({
  page,
  box,
}) => {
  const { total } = await box.get<{ total: number }>('/api/requests/summary?limit=1')
  const { requests } = await box.get<{ requests: { requestId: string }[] }>(
    `/api/requests/summary?limit=1&offset=${total - 100}`,
  )
  const id = requests[0]?.requestId ?? ''
  await visit(page, box, `/activity/${id}`)
  const row = page.locator('tr[aria-current=true]')
  await expect(row).toBeInViewport()
  await expect(row.getByRole('link')).toHaveAttribute('href', `#/activity/${id}`)
  await page.screenshot({ path: 'test-results/screenshots/dashboard-deep-link.png' })
  await visit(page, box, `/activity/${id}?q=there-is-no-such-thing`)
  await expect(page.getByText('The open request isn’t in this list.')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filter' }).click()
  await expect(row).toBeInViewport()
})

test('a line of the log leads to its request', async ({ page, fresh }) => {
  await fresh.upstream.close()
  const id = await fresh.send(BODY, overloaded())
  await visit(page, fresh, '/logs')
  const line = page.getByRole('region', { name: 'Log lines' }).getByRole('listitem').last()
  await expect(line).toContainText('request failed')
  await line.getByRole('link', { name: 'Open request' }).click()
  await expect(page).toHaveURL(new RegExp(`/activity/${id}`))
  await expect(ending(page)).toContainText('ECONNREFUSED')
})
