import type { Page } from '@playwright/test'
import { type Look, photograph, photographForOthers } from './tray-camera.ts'
import type { AppInfo } from '../../shared/ipc.ts'
import { finding } from '../../shared/language/say-verdict.ts'
import {
  active,
  connection,
  direct,
  draining,
  firstRun,
  gone,
  idle,
  portBusy,
  refused,
  running,
  warned,
  withChecks,
  withLimits,
  withVerdict,
} from './tray-scenes.ts'
import { expect, type Scene, type Stage, test } from './tray-stage.ts'

const LOOKS: Look[] = [
  { name: 'first-run', scene: () => firstRun(), app: running(), shows: 'Ready for requests.' },
  { name: 'idle', scene: () => idle(), app: running(), shows: 'Last request' },
  { name: 'active', scene: () => active(3), app: running(), shows: 'opus-4-5' },
  { name: 'active-many', scene: () => active(7), app: running(), shows: '+2 more' },
  { name: 'asking', scene: () => active(3), app: running(), shows: 'opus-4-5', act: ask },
  { name: 'quit-menu', scene: () => active(3), app: running(), shows: 'opus-4-5', act: openQuit },
  { name: 'draining', scene: () => draining(3), app: running(), shows: '3 left' },
  { name: 'drained', scene: () => draining(0), app: running(), shows: 'New requests wait' },
  { name: 'shutting-down', scene: () => draining(1, shutdown()), app: running(), shows: 'at most' },
  { name: 'unreachable', scene: () => active(3), app: running(), shows: 'opus-4-5', act: goAway },
  { name: 'port-busy', scene: () => gone(), app: portBusy(), shows: 'Use 3457' },
  { name: 'unhealthy', scene: () => unhealthy(), app: running(), shows: 'Unhealthy' },
]

photograph(LOOKS)
photographForOthers(
  LOOKS.filter(({ name }) =>
    ['idle', 'active', 'asking', 'port-busy', 'first-run', 'shutting-down'].includes(name),
  ),
)

const german = (app: AppInfo): AppInfo => ({ ...app, language: 'de' })

// Long texts in the other language: none may be cut off, and the page must declare its language.
photograph([
  {
    name: 'german-first-run',
    scene: () => ({ ...withVerdict(firstRun(), 'running', finding('not_connected')), connection: direct() }),
    app: german(running()),
    shows: 'Nicht verbunden',
  },
  { name: 'german-asking', scene: () => busy(), app: german(running()), shows: 'opus-4-5', act: askInGerman },
  {
    name: 'german-quit-menu',
    scene: () => busy(),
    app: german(running()),
    shows: 'Verbunden',
    act: openQuit,
  },
  { name: 'german-drained', scene: () => draining(0), app: german(running()), shows: 'Neue Anfragen warten' },
  {
    name: 'german-shutting-down',
    scene: () => draining(1, shutdown()),
    app: german(running()),
    shows: 'höchstens',
  },
  { name: 'german-port-busy', scene: () => gone(), app: german(portBusy()), shows: '3457 verwenden' },
  { name: 'german-warning', scene: () => signedOut(), app: german(running()), shows: 'Warnung' },
])

test('a browser shows the page as a panel', async ({ page, stage }) => {
  stage.scene = active(2)
  await page.goto(stage.url)
  await expect(page.getByText('sonnet-4-5')).toBeVisible()
  await page.screenshot({ path: 'test-results/screenshots/tray-browser.png' })
})

async function ask(page: Page) {
  await page.keyboard.press('d')
  await expect(page.getByText('3 requests will finish')).toBeVisible()
}

async function askInGerman(page: Page) {
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await page.keyboard.press('d')
  await expect(page.getByText('4 Anfragen laufen noch zu Ende')).toBeVisible()
}

async function openQuit(page: Page) {
  await page.keyboard.press('q')
  await expect(page.getByRole('menu')).toBeVisible()
}

async function goAway(page: Page, stage: Stage) {
  stage.scene = gone()
  await expect(page.getByText('Not responding')).toBeVisible({ timeout: 10_000 })
  await expect(page.getByText(/updated \d+ s ago/i)).toBeVisible({ timeout: 10_000 })
}

/** All elements with text at once. */
function busy(): Scene {
  const full = withLimits(active(4), { fiveHours: 0.93, sevenDays: 0.41, ageMs: 5 * 60_000 })
  return { ...full, connection: connection(), newest: [refused(60_000)] }
}

function signedOut(): Scene {
  const scene = withChecks(busy(), {
    oauth2_credentials: { status: 'warn', auth_status: 'expired', sign_in: { status: 'expired' } },
    codex_cli: { status: 'warn', cli_status: 'not_installed' },
  })
  return warned(scene, 'sign_in_expired')
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
  const output = 'The upstream address leads back to Signalbox.'
  const scene = withChecks(idle(), { providers: { status: 'fail', output } })
  return withVerdict(scene, 'error', {
    ...finding('check_failed', { check: 'providers', output }),
    check: 'providers',
  })
}
