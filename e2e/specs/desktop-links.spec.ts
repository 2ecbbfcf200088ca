import { expect } from '@playwright/test'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Desktop, startDesktopProcess } from '../launch-desktop.ts'
import { answerDialogs, askedDialogs, catchExternal, openedAddresses } from '../stand-in/answer-dialogs.ts'
import { test } from '../stand-in/desktop-test.ts'
import { streamMessage } from '../stand-in/held-upstream.ts'
import { findPage } from '../stand-in/find-page.ts'

test('a link opens a page at once, and connects only after the question', async ({ launch, home }) => {
  const settings = join(home.env['HOME'] ?? '', '.claude/settings.json')
  const before = '{\n  "env": { "MY_TOKEN": "hunter2" }\n}\n'
  mkdirSync(dirname(settings), { recursive: true })
  writeFileSync(settings, before)
  const app = await launch()
  const baseUrl = await app.baseUrl()

  await openAgain(app, 'signalbox://open/requests?status=error')
  await expect(await findPage(app, 'dashboard.html')).toHaveURL(/#\/activity\?status=error$/)

  await answerDialogs(app, 1)
  await openAgain(app, 'signalbox://connect')
  await expect.poll(async () => (await askedDialogs(app)).length).toBe(1)
  const [question = ''] = await askedDialogs(app)
  expect(question).toContain('A link wants to connect Claude Code to Signalbox. Connect?')
  expect(question).toContain(`"ANTHROPIC_BASE_URL": "${baseUrl}"`)
  expect(question).not.toContain('hunter2')
  expect(readFileSync(settings, 'utf8')).toBe(before)

  await answerDialogs(app, 0)
  await openAgain(app, 'signalbox://connect')
  await expect.poll(() => readFileSync(settings, 'utf8')).toContain(baseUrl)
  // As macOS passes it.
  await app.evaluate(({ app: electronApp }) => {
    electronApp.emit('open-url', { preventDefault: () => undefined }, 'signalbox://disconnect')
  }, null)
  await expect.poll(() => readFileSync(settings, 'utf8')).toBe(before)
  expect(await askedDialogs(app)).toHaveLength(3)
})

test('a link can start the app, a hostile one asks nothing, and no key of it is logged', async ({
  launch,
  home,
}) => {
  const app = await launch({ args: ['signalbox://open/usage'] })
  await app.baseUrl()
  await expect(await findPage(app, 'dashboard.html')).toHaveURL(/#\/usage$/)

  await answerDialogs(app, 0)
  for (const link of [
    'signalbox://add-provider?key=sk-ant-secret',
    'signalbox://connect?to=https://evil.example',
  ])
    await openAgain(app, link)
  await expect.poll(() => app.logs().match(/"action":"refused"/g)?.length ?? 0).toBe(2)
  expect(await askedDialogs(app)).toEqual([])
  expect(existsSync(join(home.env['HOME'] ?? '', '.claude/settings.json'))).toBe(false)
  expect(app.logs()).not.toContain('sk-ant-secret')
  expect(app.logs()).not.toContain('evil.example')
})

test('links of a page lead to the browser: documents of ours at once, others after the question', async ({
  launch,
}) => {
  const app = await launch()
  const baseUrl = await app.baseUrl()
  await catchExternal(app)
  await answerDialogs(app, 1)
  const open = (address: string) =>
    app.page.evaluate((href) => {
      const link = document.createElement('a')
      Object.assign(link, { href, target: '_blank', rel: 'noreferrer' })
      document.body.append(link)
      link.click()
    }, address)

  await open('/openapi.json')
  await expect.poll(() => openedAddresses(app)).toEqual([`${baseUrl}/openapi.json`])
  await open('https://docs.invalid/page')
  await expect
    .poll(() => askedDialogs(app))
    .toEqual(['Open docs.invalid in your browser?\nhttps://docs.invalid/page'])
  expect(await openedAddresses(app)).toHaveLength(1)
  await answerDialogs(app, 0)
  await open('https://docs.invalid/page')
  await expect
    .poll(() => openedAddresses(app))
    .toEqual([`${baseUrl}/openapi.json`, 'https://docs.invalid/page'])
  // No windows were opened other than the page's and the dashboard, which asks.
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null)).toBe(2)
})

test('a question stops no stream, and is asked in a window that can be seen', async ({
  launch,
  upstream,
}) => {
  const app = await launch()
  test.skip(app.runtime === 'electron', 'nothing can answer a native question')
  const baseUrl = await app.baseUrl()
  const running = streamMessage(baseUrl)
  await expect.poll(upstream.open).toBe(1)

  await openAgain(app, 'signalbox://connect')
  await expect.poll(() => openQuestions(app)).toEqual([expect.stringContaining('A link wants to connect')])
  const livez = await fetch(`${baseUrl}/livez`, { signal: AbortSignal.timeout(2_000) })
  expect(await livez.json()).toMatchObject({ in_flight: 1 })
  upstream.finish()
  expect(await running).toContain('message_stop')
})

/** Starts the program a second time with a link, as Windows and Linux do. */
async function openAgain(app: Desktop, link: string): Promise<void> {
  const second = await startDesktopProcess({ dataDir: app.dataDir, args: [link] })
  if (second.exitCode === null) await once(second, 'exit')
}

/** Questions that wait for an answer. */
function openQuestions(app: Desktop): Promise<string[]> {
  return app.evaluate(
    ({ dialog }) => (Reflect.get(dialog, 'open') as { message: string }[]).map(({ message }) => message),
    null,
  )
}
