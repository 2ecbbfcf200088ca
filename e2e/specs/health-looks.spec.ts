import type { Page } from '@playwright/test'
import { brokenCli, signIn, unreachable } from '../../renderer/status/checks/document-for-test.ts'
import { type Look, photograph, photographForOthers } from './tray-camera.ts'
import { problemForTest } from '../../renderer/status/verdict-for-test.ts'
import { active, firstRun, idle, running, warned, withChecks, withVerdict } from './tray-scenes.ts'
import { expect, type Scene, type Stage, test } from './tray-stage.ts'

test.use({ details: true })

const HOUR = 3_600_000
const UPSTREAM = { host: 'api.anthropic.com', count: 4 }
const MINUTE = 60_000

const LOOKS: Look[] = [
  look('signed-in', () => idle(), 'Max, renews in 6 h'),
  look('details', () => withChecks(idle(), { claude_cli: TWICE }), '2.1.329', openFirst),
  look('codex', () => withChecks(active(2), CODEX), '0.169.0'),
  look(
    'no-cli',
    () => warned(withChecks(firstRun(), { claude_cli: brokenCli('not_installed') }), 'cli_not_installed'),
    'npm install',
  ),
  look(
    'no-cli-searched',
    () => warned(withChecks(idle(), { claude_cli: brokenCli('not_installed') }), 'cli_not_installed'),
    'npm install',
    openFirst,
  ),
  look(
    'cli-broken',
    () => warned(withChecks(active(3), { claude_cli: BROKEN }), 'cli_broken'),
    'doesn’t start',
  ),
  look(
    'cli-hangs',
    () => warned(withChecks(idle(), { claude_cli: brokenCli('timeout') }), 'cli_timeout'),
    'claude --version',
  ),
  look('signed-out', () => withChecks(firstRun(), { oauth2_credentials: signIn('missing') }), 'none found'),
  look(
    'renews',
    () => withChecks(idle(), { oauth2_credentials: expired('refreshable') }),
    'renews on next use',
  ),
  look(
    'expired',
    () => warned(withChecks(idle(), { oauth2_credentials: expired('expired') }), 'sign_in_expired'),
    'claude auth login',
  ),
  look(
    'locked',
    () => warned(withChecks(idle(), { oauth2_credentials: signIn('locked') }), 'sign_in_locked'),
    'is locked',
  ),
  look(
    'no-upstream',
    () => warned(withChecks(active(2), { providers: unreachable(3) }), 'upstream_unreachable', UPSTREAM),
    'can’t be reached',
  ),
  look('several', several, 'The request log can’t be written'),
  look(
    'old',
    () => withChecks(idle(), {}, { claude_cli: 11 * MINUTE, oauth2_credentials: 3 * HOUR }),
    'checked 11 m ago',
  ),
  look('checking', slowly, '2.1.329', checkAgain),
]

photograph(LOOKS)
photographForOthers(
  LOOKS.filter(({ name }) =>
    ['details', 'no-cli', 'signed-out', 'expired', 'several'].some((one) => name.endsWith(one)),
  ),
)

const TWICE = {
  duplicates: ['/usr/local/bin/claude', '/home/ada/.nvm/versions/node/v24.21.0/bin/claude'].map((path) => ({
    path,
    realpath: path,
    source: 'npm',
    found_by: 'path',
    mtime: '2026-11-01T09:00:00.000Z',
  })),
}
const CODEX = {
  codex_cli: {
    status: 'pass',
    cli_status: 'available',
    version: '0.169.0',
    binary_path: '/usr/local/bin/codex',
  },
  codex_credentials: signIn('present', { subscription_type: 'plus' }),
}
const BROKEN = brokenCli('binary_found_but_errors', {
  error: "'claude --version' failed: Error: Cannot find module './cli.js'",
})

function look(name: string, scene: () => Scene, shows: string, act?: Look['act']): Look {
  return { name: `health-${name}`, scene, app: running(), shows, ...(act && { act }) }
}

function expired(status: string): object {
  return signIn(status, { expires_at: new Date(Date.now() - 2.2 * HOUR).toISOString() })
}

function several(): Scene {
  const scene = withChecks(idle(), {
    providers: unreachable(4),
    oauth2_credentials: expired('expired'),
    storage: { status: 'warn', output: 'The log of requests is kept in memory: the disk is full.' },
    write_queue: { status: 'pass' },
  })
  return withVerdict(
    scene,
    'warning',
    problemForTest('upstream_unreachable', UPSTREAM),
    problemForTest('sign_in_expired'),
    problemForTest('storage_failed', { output: 'The disk is full. Free some space.' }),
  )
}

function slowly(): Scene {
  return { ...idle(), recheck: () => new Promise(() => undefined) }
}

async function openFirst(page: Page) {
  await page.locator('summary').first().click()
  await expect(page.locator('details[open]')).toHaveCount(1)
}

async function checkAgain(page: Page, stage: Stage) {
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(page.getByText(/Checking, \d s/)).toBeVisible()
  expect(stage.requests).toContain('POST /api/health/recheck')
}
