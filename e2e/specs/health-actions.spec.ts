import type { Page } from '@playwright/test'
import { brokenCli, signIn } from '../../renderer/status/checks/document-for-test.ts'
import { finding } from '../../shared/language/say-verdict.ts'
import { firstRun, idle, warned, withChecks, withVerdict } from './tray-scenes.ts'
import { expect, type Stage, test } from './tray-stage.ts'

test.use({
  details: true,
  viewport: { width: 360, height: 560 },
  permissions: ['clipboard-read', 'clipboard-write'],
})

const NO_CLI = { claude_cli: brokenCli('not_installed') }

test('R runs all checks and shows what they found, without waiting for the next poll', async ({
  page,
  stage,
}) => {
  const found = { claude_cli: { version: '2.2.0', version_full: '2.2.0' } }
  const recheck = () => {
    stage.scene = { ...withChecks(idle(), found), recheck }
    return Promise.resolve()
  }
  stage.scene = { ...idle(), recheck }
  await page.goto(stage.url)
  await expect(page.getByText('2.1.329', { exact: true })).toBeVisible()
  await page.keyboard.press('r')
  await expect(page.getByText('2.2.0')).toBeVisible({ timeout: 2_000 })
  expect(rechecks(stage)).toBe(1)
})

test('while checks run the button is disabled, tells the seconds, and R starts no second run', async ({
  page,
  stage,
}) => {
  const { promise, resolve } = Promise.withResolvers<void>()
  stage.scene = { ...idle(), recheck: () => promise }
  await page.goto(stage.url)
  const button = page.getByRole('button', { name: 'Check again' })
  await button.click()
  await expect(button).toBeDisabled()
  await expect(page.getByText(/^Checking, \d s$/)).toBeVisible()
  await page.keyboard.press('r')
  resolve()
  await expect(button).toBeEnabled()
  await expect(page.getByText(/^Checked \d+ s ago$/)).toBeVisible()
  expect(rechecks(stage)).toBe(1)
})

test('a check that finds something wrong changes the head and moves no button of the foot sideways', async ({
  page,
  stage,
}) => {
  stage.scene = idle()
  await page.goto(stage.url)
  const drain = page.getByRole('button', { name: 'Drain' })
  const before = await drain.boundingBox()
  stage.scene = warned(withChecks(idle(), NO_CLI), 'cli_not_installed')
  await expect(page.getByRole('status')).toHaveText('WarningClaude Code wasn’t found on this computer.')
  expect((await drain.boundingBox())?.x).toBe(before?.x)
})

test('the command that repairs is copied by its key', async ({ page, stage }) => {
  stage.scene = warned(withChecks(firstRun(), NO_CLI), 'cli_not_installed')
  await page.goto(stage.url)
  await expect(page.getByTitle('Copy the command (I)')).toBeVisible()
  await page.keyboard.press('i')
  await expect(page.getByTitle('Copy the command (I)')).toHaveAttribute('data-state', 'copied')
  expect(await clipboard(page)).toBe('npm install -g @anthropic-ai/claude-code')
})

test('a line opens and closes by keyboard, and shows where the tool was looked for', async ({
  page,
  stage,
}) => {
  stage.scene = warned(withChecks(idle(), NO_CLI), 'cli_not_installed')
  await page.goto(stage.url)
  const path = page.getByText('/home/ada/.local/bin/claude')
  const line = page.locator('summary').filter({ hasText: 'Claude Code' })
  await expect(line).toBeVisible()
  await expect(path).toBeHidden()
  await line.focus()
  await page.keyboard.press('Enter')
  await expect(path).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(path).toBeHidden()
})

test('on a first run a missing sign-in opens by itself; later its line waits to be asked, and its key is dead', async ({
  page,
  stage,
}) => {
  const signedOut = { oauth2_credentials: signIn('missing') }
  const connected = finding('waiting_first_request')
  stage.scene = withVerdict(withChecks(firstRun(), signedOut), 'running', connected)
  await page.goto(stage.url)
  await expect(page.getByText('claude auth login')).toBeVisible()
  await expect(page.getByRole('status')).toHaveText('RunningConnected. Waiting for the first request.')
  await page.keyboard.press('l')
  await expect.poll(() => clipboard(page)).toBe('claude auth login')

  await page.evaluate(() => navigator.clipboard.writeText('mine'))
  stage.scene = withChecks(idle(), signedOut)
  await expect(page.getByText('Last request')).toBeVisible()
  await expect(page.getByText('claude auth login')).toBeHidden()
  await page.keyboard.press('l')
  await page.keyboard.press('r')
  await expect.poll(() => rechecks(stage)).toBe(1)
  expect(await clipboard(page)).toBe('mine')
})

test('nothing moves when the first answer comes after the last known one', async ({ page, stage }) => {
  stage.scene = idle()
  await page.goto(stage.url)
  await expect(page.getByText('Max, renews in 6 h')).toBeVisible()
  const line = page.getByRole('region', { name: 'Checks' })
  const before = await line.boundingBox()
  await page.reload()
  await expect(page.getByText('Max, renews in 6 h')).toBeVisible()
  expect(await line.boundingBox()).toEqual(before)
})

function rechecks(stage: Stage): number {
  return stage.requests.filter((request) => request === 'POST /api/health/recheck').length
}

function clipboard(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText())
}
