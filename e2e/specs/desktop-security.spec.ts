import { expect } from '@playwright/test'
import { test } from '../stand-in/desktop-test.ts'

test('the page has its policy as a header, and raises no error', async ({ launch }) => {
  const app = await launch()
  const errors: string[] = []
  app.page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) errors.push(message.text())
  })
  app.page.on('pageerror', (error) => errors.push(String(error)))
  const response = await app.page.reload()
  await app.tray.toggle()
  await expect(app.page.getByRole('button', { name: 'Drain' })).toBeVisible()

  expect(response?.headers()).toMatchObject({
    'content-security-policy': expect.stringContaining("default-src 'none'; script-src 'self'"),
    'x-content-type-options': 'nosniff',
  })
  expect(errors).toEqual([])
})

test('--no-sandbox, which an AppImage may pass, still opens the window', async ({ launch }) => {
  test.skip(process.platform !== 'linux', 'other systems have no zygote')
  const app = await launch({ args: ['--no-sandbox'] })
  await app.baseUrl()
  await app.tray.toggle()
  await expect(app.page.getByRole('button', { name: 'Drain' })).toBeVisible()
})

test('the policy stops inline script, other hosts and frames', async ({ launch }) => {
  const app = await launch()
  const broken = app.page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const directives: string[] = []
        document.addEventListener('securitypolicyviolation', (event) => {
          directives.push(event.effectiveDirective)
          if (directives.length === 3) resolve(directives.toSorted())
        })
        const script = document.createElement('script')
        script.textContent = 'window.wasRun = true'
        const frame = document.createElement('iframe')
        frame.src = 'https://example.com/'
        document.body.append(script, frame)
        fetch('http://127.0.0.1:1/').catch(() => undefined)
      }),
  )
  expect(await broken).toEqual(['connect-src', 'frame-src', 'script-src-elem'])
  expect(await app.page.evaluate(() => 'wasRun' in window)).toBe(false)
})

test('the page gets the bridge and nothing of Node or Electron', async ({ launch }) => {
  const app = await launch()
  const seen = await app.page.evaluate(() => ({
    bridge: Object.keys(window.signalbox ?? {}).toSorted(),
    node: ['require', 'process', 'module', 'Buffer', 'ipcRenderer'].filter((name) => name in window),
  }))
  expect(seen).toEqual({
    bridge: [
      'appInfo',
      'hideWindow',
      'onAppInfo',
      'openDashboard',
      'preferences',
      'quit',
      'resizeWindow',
      'startServer',
    ],
    node: [],
  })
})

test('a page from elsewhere with the same preload is refused on every channel', async ({ launch }) => {
  const app = await launch()
  await app.baseUrl()
  const errors = await app.evaluate(async ({ app: electronApp, BrowserWindow }) => {
    const window = new BrowserWindow({
      show: false,
      webPreferences: {
        preload: `${electronApp.getAppPath()}/out/preload/preload.cjs`,
        sandbox: true,
        contextIsolation: true,
      },
    })
    await window.loadURL('data:text/html,<title>foreign</title>')
    const code = `Promise.all([
      signalbox.appInfo(), signalbox.hideWindow(), signalbox.startServer({}),
      signalbox.quit({ when: 'now' }), signalbox.resizeWindow({ height: 400 }),
      signalbox.openDashboard({}), signalbox.preferences({ notifications: false }),
    ].map((call) => call.then(() => 'answered', (error) => error.message)))`
    const results: unknown = await window.webContents.executeJavaScript(code)
    window.destroy()
    return results
  }, null)
  expect(errors).toEqual(Array.from({ length: 7 }, () => expect.stringContaining('Refused')))
  // The app is still running.
  expect(await app.page.evaluate(() => window.signalbox?.appInfo())).toMatchObject({ quitting: false })
})

test('a second window of our own page is refused too', async ({ launch }) => {
  const app = await launch()
  const answer = await app.evaluate(async ({ app: electronApp, BrowserWindow }) => {
    const window = new BrowserWindow({
      show: false,
      webPreferences: { preload: `${electronApp.getAppPath()}/out/preload/preload.cjs` },
    })
    await window.loadURL('app://signalbox/tray.html')
    const code = `signalbox.quit({ when: 'now' }).then(() => 'answered', (error) => error.message)`
    const result: unknown = await window.webContents.executeJavaScript(code)
    window.destroy()
    return result
  }, null)
  expect(answer).toContain('Refused')
})

test('the page can neither leave nor open another', async ({ launch }) => {
  const app = await launch()
  const url = app.page.url()
  await app.page.evaluate(() => location.assign('http://127.0.0.1:1/elsewhere'))
  await app.page.evaluate(() => {
    const link = document.createElement('a')
    link.href = 'http://127.0.0.1:1/blank'
    link.target = '_blank'
    link.textContent = 'leave'
    document.body.append(link)
    link.click()
  })
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null))
    .toBe(1)
  await expect(app.page.getByText('leave')).toBeVisible()
  expect(app.page.url()).toBe(url)
})
