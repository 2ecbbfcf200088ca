import { expect } from '@playwright/test'
import type { Desktop } from '../launch-desktop.ts'
import { test } from '../stand-in/desktop-test.ts'
import { streamMessage } from '../stand-in/held-upstream.ts'

test('the end of a drain is told once, and not when notifications are off', async ({ launch, upstream }) => {
  const app = await launch()
  const baseUrl = await app.baseUrl()
  await noteNotices(app)
  const drainOnce = async () => {
    const response = streamMessage(baseUrl)
    await expect.poll(upstream.open).toBe(1)
    await app.tray.choose('Drain')
    upstream.finish()
    await response
    await expect.poll(async () => (await app.tray.read()).tooltip).toBe('Signalbox · Drained')
    await app.tray.choose('Resume')
  }
  await drainOnce()
  await expect.poll(() => notices(app)).toEqual(['Drained'])
  await app.tray.choose('Notifications')
  await drainOnce()
  expect(await notices(app)).toEqual(['Drained'])
})

test('a shortcut that is refused leaves the one before, and none is there at first', async ({ launch }) => {
  const app = await launch()
  await app.baseUrl()
  const ask = (shortcut: string | null) =>
    app.page.evaluate((wish) => window.signalbox?.preferences({ shortcut: wish }), shortcut)
  const granted = (accelerator: string) =>
    app.evaluate(({ globalShortcut }, key) => globalShortcut.isRegistered(key), accelerator)

  expect(await app.page.evaluate(() => window.signalbox?.preferences({}))).toMatchObject({ shortcut: null })
  expect(await ask('CommandOrControl+Alt+Shift+S')).toMatchObject({
    shortcut: 'CommandOrControl+Alt+Shift+S',
  })
  expect(await ask('no such key')).toMatchObject({ shortcut: 'CommandOrControl+Alt+Shift+S' })
  expect(await granted('CommandOrControl+Alt+Shift+S')).toBe(true)
  if (app.runtime === 'stand-in') await pressTwice(app, 'CommandOrControl+Alt+Shift+S')
  expect(await ask(null)).toMatchObject({ shortcut: null })
  expect(await granted('CommandOrControl+Alt+Shift+S')).toBe(false)
})

/** A real desktop does not let a test press its keys. */
async function pressTwice(app: Desktop, accelerator: string) {
  for (const state of ['visible', 'hidden']) {
    await app.evaluate(({ globalShortcut }, key) => {
      const press: unknown = Reflect.get(globalShortcut, 'press')
      if (typeof press === 'function') Reflect.apply(press, globalShortcut, [key])
    }, accelerator)
    await expect.poll(() => app.page.evaluate(() => document.visibilityState)).toBe(state)
  }
}

/** Records notices instead of showing them. */
function noteNotices(app: Desktop) {
  return app.evaluate(({ Notification }) => {
    const noted: string[] = []
    Object.assign(globalThis, { noted })
    Notification.prototype.show = function show() {
      noted.push(this.title)
    }
    Notification.isSupported = () => true
  }, null)
}

function notices(app: Desktop): Promise<string[]> {
  return app.evaluate(() => Reflect.get(globalThis, 'noted') as string[], null)
}
