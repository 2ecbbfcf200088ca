import type { Page } from '@playwright/test'
import { active, connection, draining, idle, running } from './tray-scenes.ts'
import { expect, type Stage, test } from './tray-stage.ts'

test.use({ viewport: { width: 360, height: 480 } })
test.beforeEach(({ page }) => page.clock.install())

test('a drain is asked for, confirmed by Enter, counted down and resumed', async ({ page, stage }) => {
  stage.scene = active(3)
  const drain = playDrain(stage, 2)
  await page.goto(stage.url)
  await expect(page.getByText('opus-4-5')).toBeVisible()
  await page.keyboard.press('d')
  await expect(page.getByText('3 requests will finish; new ones wait and retry.')).toBeVisible()
  expect(stage.requests).not.toContain('POST /api/drain')
  await armed(page)
  await page.keyboard.press('Enter')
  await expect(page.getByText('2 left')).toBeVisible()
  expect(stage.requests.filter((request) => request === 'POST /api/drain')).toHaveLength(1)
  expect(stage.drains).toEqual([{ resume_after_ms: 900_000 }])

  const resumes_at = new Date(Date.now() + 14.25 * 60_000).toISOString()
  stage.scene = { ...draining(0, { resumes_at }), drain }
  await expect(page.getByText('Resumes in 14 m.')).toBeVisible()
  await page.getByTitle('Accept new requests again (D)').click()
  await expect(page.getByText('Resumes in')).toBeHidden()
  expect(stage.requests).toContain('DELETE /api/drain')
})

test('with nothing in flight a drain asks, too, is undone within ten seconds, and lasts as long as was chosen', async ({
  page,
  stage,
}) => {
  stage.scene = idle()
  playDrain(stage, 0)
  await page.goto(stage.url)
  await page.getByRole('button', { name: 'Drain' }).click()
  await expect(page.getByText('Drain? New requests will wait and retry.')).toBeVisible()
  expect(stage.drains).toEqual([])
  await page.getByRole('combobox', { name: 'Drain duration' }).selectOption('until I resume')
  await page.getByRole('button', { name: 'Drain' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('button', { name: 'Drain' })).toBeVisible()
  expect(stage.drains).toEqual([{}])
  expect(stage.requests).toContain('DELETE /api/drain')
})

for (const word of ['d', 'dad', 'drain', 'quick', 'kind', 'disk quota', 'add a skid', 'docker stop', 'squad'])
  test(`"${word}", typed for another window, does nothing`, async ({ page, stage }) => {
    stage.scene = { ...active(3), connection: connection() }
    playDrain(stage, 3)
    const calls = await stage.desktop(running())
    await page.goto(stage.url)
    await expect(page.getByRole('switch')).toBeChecked()
    await page.keyboard.type(`${word} ${word}`)
    await page.keyboard.press('Enter')
    const polls = stage.requests.length
    await expect.poll(() => stage.requests.length).toBeGreaterThan(polls + 2)
    expect(
      stage.requests.filter((request) => /^(POST|DELETE) \/api\/(drain|connection)/.test(request)),
    ).toEqual([])
    expect(calls.map(([name]) => name).filter((name) => name === 'quit' || name === 'startServer')).toEqual(
      [],
    )
  })

test('the key of a running drain asks before it takes it back', async ({ page, stage }) => {
  stage.scene = draining(3)
  playDrain(stage, 3)
  await page.goto(stage.url)
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible()
  await page.keyboard.press('d')
  await expect(page.getByRole('alertdialog', { name: 'Accept new requests again?' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible()
  await page.keyboard.press('d')
  await armed(page)
  expect(stage.requests).not.toContain('DELETE /api/drain')
  await page.keyboard.press('Enter')
  await expect.poll(() => stage.requests).toContain('DELETE /api/drain')
})

test('a quit that waits is taken back by its Cancel', async ({ page, stage }) => {
  stage.scene = draining(2, { source: 'quit', deadline_at: new Date(Date.now() + 60_000).toISOString() })
  playDrain(stage, 2)
  await stage.desktop({ ...running(), quitting: true })
  await page.goto(stage.url)
  await expect(page.getByText('Signalbox quits once running requests finish.')).toBeVisible()
  await page.getByTitle('Accept new requests again (D)').click()
  await expect(page.getByText('Claude Code is connected.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Drain' })).toBeEnabled()
  expect(stage.requests.filter((request) => request === 'DELETE /api/drain')).toHaveLength(1)
})

test('a drain by signal offers no cancel, and its key does nothing', async ({ page, stage }) => {
  stage.scene = draining(3, { source: 'signal', cancellable: false, refuses_new: false })
  await page.goto(stage.url)
  await expect(page.getByText('3 left')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Cancel' })).toHaveCount(0)
  await page.keyboard.press('d')
  const polls = stage.requests.length
  await expect.poll(() => stage.requests.length).toBeGreaterThan(polls)
  expect(stage.requests).not.toContain('DELETE /api/drain')
})

test('a refused cancel says why', async ({ page, stage }) => {
  stage.scene = draining(3)
  const message = 'Signalbox is shutting down; this drain cannot be cancelled.'
  stage.scene.drain = () => ({
    status: 409,
    body: { type: 'error', error: { type: 'conflict_error', message } },
  })
  await page.goto(stage.url)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText(message)).toBeVisible()
})

test('Esc closes the question first, gives the focus back, and hides the window only then', async ({
  page,
  stage,
}) => {
  stage.scene = active(3)
  const calls = await stage.desktop(running())
  await page.goto(stage.url)
  await page.getByRole('button', { name: 'Drain' }).click()
  await expect(page.getByText('3 requests will finish')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('3 requests will finish')).toBeHidden()
  await expect(page.getByRole('button', { name: 'Drain' })).toBeFocused()
  expect(calls).not.toContainEqual(['hideWindow'])
  await page.keyboard.press('Escape')
  await expect.poll(() => calls).toContainEqual(['hideWindow'])
})

test('with requests in flight Quit offers to wait first, and the arrows reach the other way', async ({
  page,
  stage,
}) => {
  stage.scene = active(3)
  const calls = await stage.desktop(running())
  await page.goto(stage.url)
  await expect(page.getByText('opus-4-5')).toBeVisible()
  await page.keyboard.press('q')
  await expect(page.getByRole('menuitem', { name: 'Quit when idle' })).toBeFocused()
  await armed(page)
  await page.keyboard.press('Enter')
  await expect.poll(() => calls).toContainEqual(['quit', { when: 'idle' }])

  await page.getByRole('button', { name: 'Quit' }).click()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', { name: 'Quit now' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect.poll(() => calls).toContainEqual(['quit', { when: 'now' }])
})

test('the quit menu closes by Esc and by a click elsewhere, without hiding the window', async ({
  page,
  stage,
}) => {
  stage.scene = active(1)
  const calls = await stage.desktop(running())
  await page.goto(stage.url)
  await expect(page.getByText('opus-4-5')).toBeVisible()
  for (const close of [() => page.keyboard.press('Escape'), () => page.getByText('In flight').click()]) {
    await page.getByRole('button', { name: 'Quit' }).click()
    await expect(page.getByRole('menu')).toBeVisible()
    await close()
    await expect(page.getByRole('menu')).toBeHidden()
  }
  expect(calls.map(([name]) => name)).not.toContain('hideWindow')
  expect(calls.map(([name]) => name)).not.toContain('quit')
})

test('with nothing in flight Quit asks, too', async ({ page, stage }) => {
  stage.scene = idle()
  const calls = await stage.desktop(running())
  await page.goto(stage.url)
  await page.getByRole('button', { name: 'Quit' }).click()
  await expect(page.getByRole('menuitem')).toHaveText(/^Quit SignalboxClaude Code can.t connect/)
  expect(calls.map(([name]) => name)).not.toContain('quit')
  await page.keyboard.press('Enter')
  await expect.poll(() => calls).toContainEqual(['quit', { when: 'idle' }])
})

/** Waits until a prompt opened by a key accepts input; continued typing must not answer it. */
async function armed(page: Page): Promise<void> {
  await page.clock.fastForward(600)
}

function playDrain(stage: Stage, left: number) {
  const drain = (method: string) => {
    const next = method === 'POST' ? draining(left) : active(left)
    stage.scene = { ...next, drain }
    return { status: method === 'POST' ? 202 : 200, body: next.livez }
  }
  stage.scene.drain = drain
  return drain
}
