import { expect, type Page, test as base } from '@playwright/test'
import { conversationBodies } from '../dashboard-rig/conversation-bodies.ts'
import { cutOff, limitHeaders, overloaded, textResponse, toolResponse } from '../dashboard-rig/replies.ts'
import { type Dashboard, startDashboard } from '../dashboard-rig/start-dashboard.ts'
import { TRANSCRIPTS } from '../dashboard-rig/write-transcripts.ts'

/** A dashboard whose server has handled a session and some failed requests. */
export interface Box extends Dashboard {
  /** The turns of one conversation, oldest first; the last one has a text response. */
  turns: readonly string[]
  overloaded: string
  cut: string
}

const PAST = { count: 600, days: 12 }
export const SESSION = TRANSCRIPTS.session
export const OPUS = 'claude-opus-4-5-20251101'
const HAIKU = 'claude-haiku-4-5-20251001'
export const COUNTS = { input: 9, output: 420, cacheRead: 31_000, cacheWritten: 900 }

interface Stage {
  /** A separate first run, with a home that the switch may write to. */
  fresh: Dashboard
  /** All errors and warnings of the browser's console; a spec that expects some removes them. */
  complaints: string[]
}

/** The real program, shared by all specs of a worker, and a page that must not log errors. */
export const test = base.extend<Stage, { box: Box }>({
  box: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const dashboard = await startDashboard({ past: PAST, transcripts: true })
      await use({ ...dashboard, ...(await fill(dashboard)) })
      await dashboard.close()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  fresh: async ({ page }, use) => {
    const dashboard = await startDashboard()
    await use(dashboard)
    await page.close()
    await dashboard.close()
  },
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = []
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      page.on('pageerror', (error) => complaints.push(error.message))
      await use(complaints)
      expect(complaints).toEqual([])
    },
    { auto: true },
  ],
})

export { expect } from '@playwright/test'

/** Opens a page of the dashboard: `/activity?outcome=failed`. */
export async function visit(page: Page, box: Pick<Dashboard, 'url'>, path: string): Promise<void> {
  await page.goto(`${box.url}/#${path}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('status').first()).not.toHaveText(/^Signalbox/)
}

/** The visible rows of the list, without the header row. */
export function rows(page: Page) {
  return page.getByRole('region', { name: 'Requests' }).locator('tbody tr')
}

export function clipboard(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText())
}

async function fill(dashboard: Dashboard): Promise<Pick<Box, 'turns' | 'overloaded' | 'cut'>> {
  const limits = { headers: limitHeaders({ fiveHours: 0.86, sevenDays: 0.31 }) }
  const session = { 'x-claude-code-session-id': SESSION }
  const bodies = conversationBodies(OPUS)
  const [first] = bodies
  if (!first) throw new Error('there is no first turn')
  const busy = await dashboard.send({ ...first, model: HAIKU }, overloaded())
  const cut = await dashboard.send({ ...first, model: HAIKU }, cutOff())
  const turns: string[] = []
  for (const [index, body] of bodies.entries()) {
    const response = index === bodies.length - 1 ? textResponse : toolResponse
    turns.push(await dashboard.send(body, response(COUNTS, limits), session))
  }
  return { turns, overloaded: busy, cut }
}

/** Removes routes and providers: an unreachable one would be the first finding on the next spec's pages. */
export async function forgetProviders({ url, get }: Box): Promise<void> {
  await fetch(`${url}/api/routes`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ routes: {}, subagents: { enable: false, mappings: {} } }),
  })
  for (const { name } of await get<{ name: string }[]>('/api/providers'))
    if (name !== 'anthropic') await fetch(`${url}/api/providers/${name}`, { method: 'DELETE' })
}
