import { expect, type Page } from '@playwright/test'
import type { Desktop } from '../launch-desktop.ts'
import { test } from '../stand-in/desktop-test.ts'
import { findPage } from '../stand-in/find-page.ts'
import { streamMessage } from '../stand-in/held-upstream.ts'

test('files come out of the dashboard’s window: exports of the server, and what the page makes', async ({
  launch,
  upstream,
}) => {
  const app = await launch()
  const running = streamMessage(await app.baseUrl())
  await expect.poll(upstream.open).toBe(1)
  upstream.finish()
  await running
  await noteDownloads(app)
  await app.page.evaluate(() => window.signalbox?.openDashboard({ path: '/requests' }))
  const dashboard = await findPage(app, 'dashboard.html')
  await expect(dashboard.getByRole('button', { name: 'Export' })).toBeEnabled()

  for (const [at, name, part] of [
    [1, /^CSV/, 'claude-test'],
    [2, /^JSON/, '"claude-test"'],
    [3, /^HAR/, '"log"'],
    [4, /^HTML/, '<!doctype html>'],
  ] as const) {
    await dashboard.getByRole('button', { name: 'Export' }).click()
    await dashboard.getByRole('menuitem', { name }).click()
    await expect.poll(async () => (await downloads(app)).length).toBe(at)
    const file = (await downloads(app)).at(-1)
    expect(file).toMatchObject({ prevented: false, url: expect.stringMatching(/^app:\/\/signalbox\/api\//) })
    expect((await contentOf(dashboard, file?.url ?? '')).toLowerCase()).toContain(part)
  }
  await app.page.evaluate(() => window.signalbox?.openDashboard({ path: '/usage' }))
  const days = dashboard.getByRole('button', { name: 'CSV' })
  await expect(days).toBeEnabled()
  await days.click()
  await expect
    .poll(async () => (await downloads(app)).at(-1))
    .toMatchObject({
      prevented: false,
      url: expect.stringMatching(/^blob:app:\/\/signalbox\//),
      name: expect.stringMatching(/^signalbox-usage-.*\.csv$/),
    })
})

test('only files of this server are downloaded', async ({ launch }) => {
  const app = await launch()
  await app.baseUrl()
  const refused = await app.evaluate(({ session }) => {
    const response = (address: string) => {
      let prevented = false
      const event = { preventDefault: () => (prevented = true) }
      session.defaultSession.emit('will-download', event, { getURL: () => address }, undefined)
      return prevented
    }
    return [
      'app://signalbox/api/requests/export?format=csv',
      'blob:app://signalbox/0f9e',
      'https://evil.example/tool.exe',
      'app://signalbox.evil.example/tool.exe',
      'data:text/html,x',
      'blob:https://evil.example/0f9e',
    ].map(response)
  }, null)
  expect(refused).toEqual([false, false, true, true, true, true])
})

interface Download {
  url: string
  name: string
  prevented: boolean
}

/** Records the downloads that start. The system asks for their destination. */
function noteDownloads(app: Desktop): Promise<void> {
  return app.evaluate(({ session }) => {
    const noted: Download[] = []
    Object.assign(globalThis, { notedDownloads: noted })
    session.defaultSession.on('will-download', (event, item) => {
      noted.push({ url: item.getURL(), name: item.getFilename(), prevented: event.defaultPrevented })
      if ('cancel' in item) item.cancel()
    })
  }, null)
}

function downloads(app: Desktop): Promise<Download[]> {
  return app.evaluate(() => Reflect.get(globalThis, 'notedDownloads') as Download[], null)
}

/** The page's response from a download address. */
function contentOf(page: Page, url: string): Promise<string> {
  return page.evaluate(async (path) => (await fetch(path)).text(), url.replace('app://signalbox', ''))
}
