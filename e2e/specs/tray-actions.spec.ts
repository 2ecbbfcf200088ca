import type { Page } from '@playwright/test'
import { active, firstRun, gone, idle, portBusy, running, stopped } from './tray-scenes.ts'
import { expect, test } from './tray-stage.ts'

test.use({ viewport: { width: 360, height: 480 }, permissions: ['clipboard-read', 'clipboard-write'] })

test('the address is copied by click and by C, and the button says so without changing its size', async ({
  page,
  stage,
}) => {
  stage.scene = idle()
  await page.goto(stage.url)
  const button = page.getByTitle('Copy http://127.0.0.1:3456 (C)')
  const before = await button.boundingBox()
  await button.click()
  await expect(button).toHaveText(/Copied/)
  expect(await button.boundingBox()).toEqual(before)
  expect(await clipboard(page)).toBe('http://127.0.0.1:3456')

  await page.evaluate(() => navigator.clipboard.writeText(''))
  await expect(button).toHaveAttribute('data-state', 'rest')
  await page.keyboard.press('c')
  await expect(button).toHaveAttribute('data-state', 'copied')
  expect(await clipboard(page)).toBe('http://127.0.0.1:3456')
})

test('without the clipboard API the address is still copied', async ({ page, stage }) => {
  stage.scene = idle()
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('not here'))
  })
  await page.goto(stage.url)
  await page.getByTitle('Copy http://127.0.0.1:3456 (C)').click()
  await expect.poll(() => clipboard(page)).toBe('http://127.0.0.1:3456')
})

test('on a first run the one command is shown and copied as one line', async ({ page, stage }) => {
  stage.scene = firstRun()
  await page.goto(stage.url)
  await expect(page.getByTitle('Copy the command (M)')).toBeVisible()
  await page.keyboard.press('m')
  await expect(page.getByTitle('Copy the command (M)')).toHaveAttribute('data-state', 'copied')
  expect(await clipboard(page)).toBe('export ANTHROPIC_BASE_URL=http://127.0.0.1:3456')
})

test('on Windows the command is PowerShell’s', async ({ page, stage }) => {
  stage.scene = firstRun()
  await stage.desktop({ ...running(), platform: 'win32' })
  await page.goto(stage.url)
  await expect(page.locator('code')).toHaveText('$env:ANTHROPIC_BASE_URL = "http://127.0.0.1:3456"')
})

test('a browser offers neither quit nor start, and says that it looks at a headless server', async ({
  page,
  stage,
}) => {
  stage.scene = idle()
  await page.goto(stage.url)
  await expect(page.getByText('Checked')).toBeVisible()
  await page.keyboard.press('e')
  await expect(page.getByText('headless')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Quit' })).toHaveCount(0)
})

test('a taken port names its holder and offers the next one', async ({ page, stage }) => {
  stage.scene = gone()
  const calls = await stage.desktop(portBusy())
  await page.goto(stage.url)
  await expect(page.getByText('Port 3456 is used by node (pid 4242).')).toBeVisible()
  await page.getByRole('button', { name: 'Use 3457' }).click()
  await expect.poll(() => calls).toContainEqual(['startServer', { port: 3457 }])

  stage.scene = idle()
  await stage.announce({ ...running(), server: { state: 'running', baseUrl: 'http://127.0.0.1:3457' } })
  await expect(page.getByTitle('Copy http://127.0.0.1:3457 (C)')).toBeVisible()
  await expect(page.getByText('Claude Code is connected.')).toBeVisible()
})

test('a port that our own instance holds is said to be ours', async ({ page, stage }) => {
  stage.scene = gone()
  await stage.desktop(portBusy({ own_instance: true }))
  await page.goto(stage.url)
  await expect(page.getByText('Signalbox is already running on port 3456.')).toBeVisible()
})

test('a stopped server can be started', async ({ page, stage }) => {
  stage.scene = gone()
  const calls = await stage.desktop(stopped())
  await page.goto(stage.url)
  await expect(page.getByText('Stopped', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Start' }).click()
  await expect.poll(() => calls).toContainEqual(['startServer', {}])
})

test('a server that does not run is started by S, on the port that the button names', async ({
  page,
  stage,
}) => {
  stage.scene = gone()
  const calls = await stage.desktop(portBusy())
  await page.goto(stage.url)
  await expect(page.getByTitle('Listen on port 3457 (S)')).toBeVisible()
  await page.keyboard.press('s')
  await expect.poll(() => calls).toContainEqual(['startServer', { port: 3457 }])
  await page.keyboard.press('t')
  await expect.poll(() => calls).toContainEqual(['startServer', { port: 3456 }])

  await stage.announce(stopped())
  await expect(page.getByTitle('Start the server (S)')).toBeVisible()
  await page.keyboard.press('s')
  await expect.poll(() => calls).toContainEqual(['startServer', {}])
})

test('a server that does not respond is restarted by S, which asks first', async ({ page, stage }) => {
  await page.clock.install()
  stage.scene = gone()
  const calls = await stage.desktop(running())
  await page.goto(stage.url)
  await expect(page.getByTitle('Restart the server (S)')).toBeVisible()
  await page.keyboard.press('s')
  const question = page.getByRole('alertdialog', { name: /^Restart the server\?/ })
  await expect(question).toBeFocused()
  expect(calls).not.toContainEqual(['startServer', {}])
  await page.clock.fastForward(600)
  await question.getByRole('button', { name: 'Restart' }).click()
  await expect.poll(() => calls).toContainEqual(['startServer', {}])
})

test('R asks everything at once', async ({ page, stage }) => {
  stage.scene = idle()
  await page.goto(stage.url)
  await expect(page.getByText('Last request')).toBeVisible()
  const before = stage.requests.filter((request) => request === 'GET /health').length
  await page.keyboard.press('r')
  await expect
    .poll(() => stage.requests.filter((request) => request === 'GET /health').length, { timeout: 1_000 })
    .toBeGreaterThan(before)
})

test('a combination with a modifier stays the system’s', async ({ page, stage }) => {
  stage.scene = active(3)
  await page.goto(stage.url)
  await expect(page.getByText('opus-4-5')).toBeVisible()
  await page.keyboard.press('Control+d')
  await page.keyboard.press('Control+c')
  await expect(page.getByText('3 requests will finish')).toHaveCount(0)
  await expect(page.getByTitle(/^Copy http/)).toHaveAttribute('data-state', 'rest')
})

test('Tab goes from top to bottom, and every stop shows its focus', async ({ page, stage }) => {
  // Without scrolling, so that positions can be compared.
  await page.setViewportSize({ width: 360, height: 800 })
  stage.scene = firstRun()
  await stage.desktop(running())
  await page.goto(stage.url)
  await expect(page.getByTitle('Copy the command (M)')).toBeVisible()
  await page.keyboard.press('e')
  await expect(page.getByText('2.1.329', { exact: true })).toBeVisible()
  const stops: { title: string | undefined; outline: string; top: number }[] = []
  for (let stop = 0; stop < 10; stop++) {
    await page.keyboard.press('Tab')
    stops.push(
      await page.evaluate(() => {
        const element = document.activeElement ?? document.body
        const { outlineStyle, outlineWidth } = getComputedStyle(element)
        const { top } = element.getBoundingClientRect()
        const title = element.getAttribute('title') ?? element.firstElementChild?.textContent
        return { title, outline: `${outlineStyle} ${outlineWidth}`, top }
      }),
    )
  }
  expect(stops.map(({ title }) => title)).toEqual([
    'Copy http://127.0.0.1:3456 (C)',
    'Copy the command (M)',
    'CLI versions, sign-in, upstream, uptime and version (E)',
    'Run all checks now (R)',
    'Claude Code',
    'Sign-in',
    'Upstream',
    'Let running requests finish and hold new ones (D)',
    'Open dashboard (O)',
    'Quit (Q)',
  ])
  expect(stops.map(({ outline }) => outline)).toEqual(Array(10).fill('solid 2px'))
  expect(stops.map(({ top }) => top)).toEqual(stops.map(({ top }) => top).toSorted((a, b) => a - b))
})

test('only the status is announced, never a count or an age', async ({ page, stage }) => {
  stage.scene = active(3)
  await page.goto(stage.url)
  await expect(page.getByRole('status')).toHaveText('RunningClaude Code is connected.')
  await expect(page.locator('[aria-live], [role=alert], [role=log]')).toHaveCount(0)
})

function clipboard(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText())
}
