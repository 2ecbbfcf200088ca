import type { Page } from '@playwright/test'
import { type Look, photograph, photographForOthers } from './tray-camera.ts'
import { active, draining, firstRun, gone, idle, portBusy, running, withChecks } from './tray-scenes.ts'
import { expect, type Scene, type Stage, test } from './tray-stage.ts'

const LOOKS: Look[] = [
  { name: 'first-run', scene: () => firstRun(), app: running(), shows: 'Waiting for the first request.' },
  { name: 'idle', scene: () => idle(), app: running(), shows: 'Last request' },
  { name: 'active', scene: () => active(3), app: running(), shows: 'opus-4-5' },
  { name: 'active-many', scene: () => active(7), app: running(), shows: '+2 more' },
  { name: 'asking', scene: () => active(3), app: running(), shows: 'opus-4-5', act: ask },
  { name: 'quit-menu', scene: () => active(3), app: running(), shows: 'opus-4-5', act: openQuit },
  { name: 'draining', scene: () => draining(3), app: running(), shows: 'Draining, 3 left' },
  { name: 'drained', scene: () => draining(0), app: running(), shows: 'Drained ✓' },
  { name: 'shutting-down', scene: () => draining(1, shutdown()), app: running(), shows: 'at most' },
  { name: 'unreachable', scene: () => active(3), app: running(), shows: 'opus-4-5', act: goAway },
  { name: 'port-busy', scene: () => gone(), app: portBusy(), shows: 'Use 3457?' },
  { name: 'unhealthy', scene: () => unhealthy(), app: running(), shows: 'Unhealthy' },
]

photograph(LOOKS)
photographForOthers(
  LOOKS.filter(({ name }) =>
    ['idle', 'active', 'asking', 'port-busy', 'first-run', 'shutting-down'].includes(name),
  ),
)

test('a browser shows the page as a panel', async ({ page, stage }) => {
  stage.scene = active(2)
  await page.goto(stage.url)
  await expect(page.getByText('headless')).toBeVisible()
  await page.screenshot({ path: 'test-results/screenshots/tray-browser.png' })
})

async function ask(page: Page) {
  await page.keyboard.press('d')
  await expect(page.getByText('3 requests will finish')).toBeVisible()
}

async function openQuit(page: Page) {
  await page.keyboard.press('q')
  await expect(page.getByRole('menu')).toBeVisible()
}

async function goAway(page: Page, stage: Stage) {
  stage.scene = gone()
  await expect(page.getByText('Not responding')).toBeVisible({ timeout: 10_000 })
  await expect(page.getByText(/seen \d+ s ago/)).toBeVisible({ timeout: 10_000 })
}

function shutdown() {
  return {
    source: 'signal',
    cancellable: false,
    refuses_new: false,
    deadline_at: new Date(Date.now() + 31 * 60_000).toISOString(),
  } as const
}

function unhealthy(): Scene {
  return withChecks(idle(), {
    providers: { status: 'fail', output: 'The upstream address leads back to Signalbox.' },
  })
}
