import { expect, type Page } from '@playwright/test'
import { collectGarbage } from '../stand-in/collect-garbage.ts'
import { test } from '../stand-in/desktop-test.ts'
import { streamMessage } from '../stand-in/held-upstream.ts'

const visibility = (page: Page) => () => page.evaluate(() => document.visibilityState)

test('opens at the tray icon and shows what /livez says', async ({ launch, upstream }) => {
  const app = await launch()
  const baseUrl = await app.baseUrl()
  expect(await visibility(app.page)()).toBe('hidden')

  const responses = [streamMessage(baseUrl), streamMessage(baseUrl)]
  await expect.poll(upstream.open).toBe(2)
  await app.tray.toggle()
  await expect.poll(visibility(app.page)).toBe('visible')
  await expect(app.page.getByRole('button', { name: new URL(baseUrl).host })).toBeVisible()
  await expect(app.page.getByRole('region', { name: 'In flight' })).toContainText(/In flight\s*2.*oldest/)

  upstream.finish()
  for (const response of responses) expect(await response).toContain('message_stop')
  await expect(app.page.getByRole('region', { name: 'In flight' })).toContainText(/In flight\s*0/)
})

test('hides on a second click, on Esc and on losing the focus', async ({ launch }) => {
  const app = await launch()
  const isVisible = () =>
    app.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isVisible()),
      null,
    )

  await app.tray.toggle()
  await expect.poll(isVisible).toBe(true)
  await app.tray.toggle()
  await expect.poll(isVisible).toBe(false)

  await app.tray.toggle()
  await expect.poll(isVisible).toBe(true)
  // The page must already listen for keys.
  await expect(app.page.getByRole('button', { name: 'Drain' })).toBeVisible()
  await app.page.keyboard.press('Escape')
  await expect.poll(isVisible).toBe(false)

  await app.tray.toggle()
  await expect.poll(isVisible).toBe(true)
  await app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows().forEach((window) => window.blur()),
    null,
  )
  await expect.poll(isVisible).toBe(false)
  expect(await visibility(app.page)()).toBe('hidden')
})

test('twenty rapid clicks leave it closed, and one more opens it', async ({ launch }) => {
  const app = await launch()
  const isVisible = () =>
    app.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isVisible()),
      null,
    )
  for (let click = 0; click < 20; click++) await app.tray.toggle()
  await expect.poll(isVisible).toBe(false)
  await app.tray.toggle()
  await expect.poll(isVisible).toBe(true)
})

test('a window system that gives no focus leaves the icon to close it', async ({ launch }) => {
  const app = await launch()
  test.skip(app.runtime === 'electron', 'a real window system decides by itself')
  await app.evaluate(({ BrowserWindow }) => void Reflect.set(BrowserWindow, 'givesFocus', false), null)
  await app.tray.toggle()
  await expect.poll(visibility(app.page)).toBe('visible')
  await app.tray.toggle()
  await expect.poll(visibility(app.page)).toBe('hidden')
  await app.tray.choose('Show status…')
  await expect.poll(visibility(app.page)).toBe('visible')
})

test('the icon still answers after a garbage collection', async ({ launch }) => {
  const app = await launch()
  await collectGarbage(app)
  await app.tray.toggle()
  await expect.poll(visibility(app.page)).toBe('visible')
})

test('sends no requests while it is hidden', async ({ launch }) => {
  const app = await launch()
  await app.baseUrl()
  let requests = 0
  app.page.on('request', () => (requests += 1))

  await app.tray.toggle()
  await expect.poll(() => requests, { message: 'polls while visible' }).toBeGreaterThan(3)
  await app.tray.toggle()
  await expect.poll(visibility(app.page)).toBe('hidden')
  await app.page.waitForLoadState('networkidle')

  requests = 0
  // Waiting longer than the polling intervals is the only way to see that nothing happens: /livez has 2 s, /health 5 s.
  await app.page.waitForTimeout(6000)
  expect(requests).toBe(0)
})

test('has the height of its content before it is first shown', async ({ launch }) => {
  const app = await launch()
  await app.baseUrl()
  const heights = async () => ({
    window: await app.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getContentSize()[1] ?? 0,
      null,
    ),
    content: await app.page.evaluate(() =>
      Math.ceil(document.querySelector('#root > div')?.getBoundingClientRect().height ?? 0),
    ),
  })
  await expect
    .poll(async () => {
      const { window, content } = await heights()
      return content > 0 && window === content
    })
    .toBe(true)
  expect(await visibility(app.page)()).toBe('hidden')
})

test('is as high as its content, and no higher than 85 % of the screen', async ({ launch }) => {
  const app = await launch()
  await app.tray.toggle()
  await expect(app.page.getByRole('button', { name: 'Drain' })).toBeVisible()
  const height = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getContentSize()[1] ?? 0, null)
  const grow = (by: number) =>
    app.page.evaluate((px) => {
      const more = document.createElement('div')
      more.style.height = `${px}px`
      document.querySelector('#root > div')?.append(more)
    }, by)
  const most = await app.evaluate(
    ({ screen }) => Math.floor(screen.getPrimaryDisplay().workArea.height * 0.85),
    null,
  )

  const contentHeight = () =>
    app.page.evaluate(() => document.querySelector('#root > div')?.getBoundingClientRect().height ?? 0)
  await expect.poll(async () => Math.abs((await height()) - (await contentHeight()))).toBeLessThan(1)
  const before = await height()
  await grow(40)
  // Check rows that arrive meanwhile add to it, so the exact height is that of the content.
  await expect.poll(async () => Math.abs((await height()) - (await contentHeight()))).toBeLessThan(1)
  expect(await height()).toBeGreaterThanOrEqual(before + 40)
  await grow(1500)
  await expect.poll(height).toBe(most)
})

test('follows the dark theme', async ({ launch }) => {
  const app = await launch()
  await app.tray.toggle()
  const background = () => app.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  const setTheme = (theme: 'light' | 'dark') =>
    app.evaluate(({ nativeTheme }, wanted) => {
      nativeTheme.themeSource = wanted
    }, theme)

  await setTheme('light')
  await expect
    .poll(() => app.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches))
    .toBe(false)
  const light = await background()
  await setTheme('dark')
  await expect
    .poll(() => app.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches))
    .toBe(true)
  expect(await background()).not.toBe(light)
  // The window's own colour shows for a moment before the page is painted again.
  const ofWindow = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBackgroundColor(), null)
  expect(String(await ofWindow()).toLowerCase()).toBe('#1b1d21')
})
