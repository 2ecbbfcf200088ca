import { startDashboard } from '../dashboard-rig/start-dashboard.ts'
import { conversationBodies } from '../dashboard-rig/conversation-bodies.ts'
import { endless } from '../dashboard-rig/replies.ts'
import { expect, OPUS, rows, test, visit } from './dashboard-stage.ts'

test.use({ viewport: { width: 1180, height: 760 }, permissions: ['clipboard-read', 'clipboard-write'] })

test('every page of the rail opens by click and by its two keys, and has an address of its own', async ({
  page,
  box,
}) => {
  await visit(page, box, '/')
  const links = page.getByRole('navigation', { name: 'Pages' }).getByRole('link')
  const count = await links.count()
  expect(count).toBeGreaterThanOrEqual(5)
  const addresses = new Set<string>()
  for (let index = 0; index < count; index++) {
    const link = links.nth(index)
    const label = (await link.textContent()) ?? ''
    const key = /\(G (.)\)/.exec((await link.getAttribute('title')) ?? '')?.[1] ?? ''
    await link.click()
    await expect(page.getByRole('heading', { level: 1, name: label, exact: true })).toBeVisible()
    await expect(link).toHaveAttribute('aria-current', 'page')
    await expect(page).toHaveTitle(`${label} · Signalbox`)
    addresses.add(page.url())
    await links.nth(index === 0 ? 1 : 0).click()
    await page.keyboard.press('g')
    await page.keyboard.press(key.toLowerCase())
    await expect(link).toHaveAttribute('aria-current', 'page')
  }
  expect(addresses.size).toBe(count)
})

test('the palette finds a page, a request by its id, and does what it is told', async ({ page, box }) => {
  const id = box.turns[0] ?? ''
  await visit(page, box, '/')
  const palette = page.getByRole('dialog', { name: 'Search or run a command' })
  await page.keyboard.press('Control+k')
  await expect(palette.getByRole('option').first()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.type('usag')
  await page.keyboard.press('Enter')
  await expect(palette).toBeHidden()
  await expect(page.getByRole('heading', { level: 1, name: 'Usage' })).toBeVisible()

  await page.getByRole('button', { name: /^Search…/ }).click()
  await page.keyboard.type(id)
  await expect(palette.getByRole('option').first()).toContainText(`Open request ${id}`)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Request', exact: true })).toContainText(id)

  await page.keyboard.press('Control+k')
  await page.keyboard.type('durations')
  await expect(palette.getByRole('option', { name: /Please fix the parser/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(palette).toBeHidden()
})

for (const { key, ctrlKey, name } of [
  { key: 'k', ctrlKey: true, name: 'Search or run a command' },
  { key: '?', ctrlKey: false, name: 'Keyboard shortcuts' },
]) {
  test(`${name} opens again although the page has not yet heard that it closed`, async ({ page, box }) => {
    await visit(page, box, '/')
    await page.keyboard.press(ctrlKey ? 'Control+k' : '?')
    const dialog = page.getByRole('dialog', { name })
    await expect(dialog).toBeVisible()
    // The browser fires the close event in a later task than the one that closes.
    await dialog.evaluate(
      (shown, init) => {
        if (shown instanceof HTMLDialogElement) shown.close()
        window.dispatchEvent(new KeyboardEvent('keydown', { ...init, cancelable: true }))
      },
      { key, ctrlKey },
    )
    await page.waitForTimeout(200)
    await expect(dialog).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  })
}

test('a key is heard although the field of a closed dialog still has the focus', async ({ page, box }) => {
  await visit(page, box, '/')
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Search or run a command' })
  await expect(palette.getByRole('combobox')).toBeFocused()
  // The focus leaves the field with the next frame.
  await palette.evaluate((shown) => {
    const field = document.activeElement
    if (shown instanceof HTMLDialogElement) shown.close()
    field?.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true, cancelable: true }))
  })
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
})

test('the keys move in the palette, a click beside it closes it, and the focus returns', async ({
  page,
  box,
}) => {
  await visit(page, box, '/')
  const opener = page.getByRole('button', { name: /^Search…/ })
  await opener.click()
  const palette = page.getByRole('dialog', { name: 'Search or run a command' })
  const options = palette.getByRole('option')
  const expectHighlight = async (index: number) => {
    await expect(palette.getByRole('option', { selected: true })).toHaveCount(1)
    await expect(options.nth(index)).toHaveAttribute('aria-selected', 'true')
    const id = (await options.nth(index).getAttribute('id')) ?? ''
    await expect(palette.getByRole('combobox')).toHaveAttribute('aria-activedescendant', id)
    await expect(palette.getByRole('combobox')).toBeFocused()
  }
  const count = await options.count()
  expect(count).toBeGreaterThan(10)
  await expectHighlight(0)
  for (const [key, index] of [
    ['ArrowDown', 1],
    ['PageDown', 9],
    ['PageUp', 1],
    ['PageUp', 0],
    ['ArrowUp', count - 1],
    ['PageDown', count - 1],
    ['ArrowDown', 0],
  ] as const) {
    await page.keyboard.press(key)
    await expectHighlight(index)
  }
  await options.nth(3).hover()
  await expectHighlight(3)
  await page.keyboard.type('usag')
  await expectHighlight(0)
  await page.mouse.click(20, 740)
  await expect(palette).toBeHidden()
  await expect(opener).toBeFocused()
  await page.keyboard.press('Control+k')
  await expect(palette.getByRole('combobox')).toHaveValue('')
  await page.keyboard.press('Escape')
  await expect(palette).toBeHidden()
  await expect(opener).toBeFocused()
})

test('a theme is chosen in the palette, and stays', async ({ page, box }) => {
  await visit(page, box, '/')
  const colour = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  const light = await colour()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('theme: dark')
  await page.keyboard.press('Enter')
  await expect.poll(colour).not.toBe(light)
  await page.reload()
  await expect.poll(colour).not.toBe(light)
})

test('the rail folds with [ and stays folded; ? tells all keys', async ({ page, box }) => {
  await visit(page, box, '/')
  const rail = page.getByRole('navigation', { name: 'Pages' })
  const wide = (await rail.boundingBox())?.width ?? 0
  await page.keyboard.press('[')
  await expect.poll(async () => (await rail.boundingBox())?.width ?? 0).toBeLessThan(wide / 2)
  await page.reload()
  await expect.poll(async () => (await rail.boundingBox())?.width ?? 0).toBeLessThan(wide / 2)
  await expect(rail.getByRole('link', { name: 'Activity' })).toBeVisible()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('Drain or resume')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
})

test('a drain asks, counts down, and is taken back', async ({ page, box }) => {
  const [body] = conversationBodies(OPUS)
  const release = await box.hold(body ?? {}, endless())
  await visit(page, box, '/')
  await expect(page.getByText(/In flight 1, oldest/)).toBeVisible()
  await page.keyboard.press('d')
  await expect(page.getByText('1 request will finish; new ones wait and retry.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('1 request will finish')).toBeHidden()
  await page.getByRole('button', { name: 'Drain' }).click()
  await expect(page.getByRole('alertdialog')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('1 left, resumes in 1')).toBeVisible()
  await expect(page.getByRole('status').first()).toContainText('Draining')
  await release()
  await expect(page.getByText(/^Resumes in 1\d m\.$/)).toBeVisible()
  await expect(page.getByRole('status').first()).toHaveText(/^Drained/)
  await page.getByRole('button', { name: /^(Undo|Resume)$/ }).click()
  await expect(page.getByRole('status').first()).toHaveText(/^(Running|Warning)/)
})

test('an unknown address shows that there is no page, and its link leads to the overview', async ({
  page,
  box,
}) => {
  await visit(page, box, '/nowhere')
  await expect(page.getByText('There is no page at this address.')).toBeVisible()
  await page.getByRole('link', { name: 'Go to the overview' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
})

test('who comes by keyboard can skip the rail', async ({ page, box }) => {
  await visit(page, box, '/')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
})

test('when the server goes, the last known values stay and say how old they are, and what cannot be read says why', async ({
  page,
  complaints,
}) => {
  const dashboard = await startDashboard()
  try {
    await visit(page, dashboard, '/usage?range=today')
    await page.keyboard.press('g')
    await page.keyboard.press('a')
    await expect(page.getByText('No requests yet.')).toBeVisible()
    await dashboard.server.stop('SIGKILL')
    await expect(page.getByRole('status').first()).toContainText('Not responding')
    await expect(page.getByText(/updated \d+ s ago/i)).toBeVisible()
    await page.evaluate(() => (location.hash = '#/usage?range=30d'))
    await expect(page.getByText('Couldn’t load the usage.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Try again' }).first()).toBeVisible()
  } finally {
    await dashboard.close()
    // The browser logs every address that did not respond.
    complaints.splice(0)
  }
})

test('a fresh Signalbox teaches the next step, and shows the first request when it comes', async ({
  page,
  fresh,
}) => {
  await visit(page, fresh, '/')
  const setup = page.getByRole('region', { name: 'Setup' })
  await expect(setup).toContainText('3 of 5 done')
  await expect(setup.getByRole('button', { name: 'Connect Claude Code' })).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('a')
  await expect(page.getByText('No requests yet.')).toBeVisible()
  const [body] = conversationBodies(OPUS)
  await fresh.send(body ?? {}, wholeResponse())
  await expect(rows(page)).toHaveCount(1)
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await expect(setup).toBeHidden()
})

function wholeResponse() {
  return { kind: 'http', status: 200, body: '{"type":"message","content":[]}' } as const
}
