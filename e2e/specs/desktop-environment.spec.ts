import { expect } from '@playwright/test'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findPage } from '../stand-in/find-page.ts'
import { test } from '../stand-in/desktop-test.ts'

test.skip(process.platform === 'win32', 'Windows has no login shell')

test('an app without a terminal asks the login shell once for its variables, and shows no secret', async ({
  launch,
  home,
}) => {
  const folder = home.env['HOME'] ?? ''
  const claude = join(folder, 'claude')
  mkdirSync(claude)
  writeFileSync(
    join(folder, '.bash_profile'),
    `echo >>"$HOME/asked"
export HTTPS_PROXY=http://me:hunter2@127.0.0.1:9 OPENAI_API_KEY=sk-hunter2 CLAUDE_CONFIG_DIR='${claude}'
export NO_PROXY=from-the-shell ANTHROPIC_API_KEY=sk-ant-hunter2 MY_TOKEN=hunter2
`,
  )
  const app = await launch({
    env: {
      SIGNALBOX_LOGIN_SHELL: 'true',
      SHELL: '/bin/bash',
      HTTPS_PROXY: '',
      CLAUDE_CONFIG_DIR: '',
      NO_PROXY: 'localhost',
    },
  })
  const baseUrl = await app.baseUrl()
  const told = await (await fetch(`${baseUrl}/api/environment`)).text()
  expect(JSON.parse(told)).toEqual({
    loginShell: 'responded',
    variables: expect.arrayContaining([
      { name: 'CLAUDE_CONFIG_DIR', source: 'login_shell', value: claude },
      { name: 'HTTPS_PROXY', source: 'login_shell', value: 'http://127.0.0.1:9' },
      { name: 'NO_PROXY', source: 'environment', value: 'localhost' },
      { name: 'OPENAI_API_KEY', source: 'login_shell', value: null },
    ]),
  })
  // What is shown is used.
  const connection: unknown = await (await fetch(`${baseUrl}/api/connection`)).json()
  expect(connection).toMatchObject({ settingsPath: join(claude, 'settings.json') })
  const bundle = await (await fetch(`${baseUrl}/api/diagnostics`)).text()
  expect(JSON.parse(bundle)).toMatchObject({ settings: { upstreams: { httpsProxy: 'http://127.0.0.1:9' } } })

  await app.tray.choose('Open dashboard')
  const dashboard = await findPage(app, 'dashboard.html')
  await dashboard.evaluate(() => (location.hash = '/settings'))
  const panel = dashboard.getByRole('region', { name: 'Environment variables' })
  await expect(panel).toContainText('OPENAI_API_KEYset · login shell')
  for (const text of [told, bundle, app.logs(), await panel.innerText()])
    expect(text).not.toContain('hunter2')

  // The check of Claude Code uses the same answer.
  const health = { headers: { accept: 'application/health+json' } }
  await expect.poll(async () => (await fetch(`${baseUrl}/health`, health)).text()).toContain('claude_cli')
  expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe('\n')
})

test('a login shell that hangs delays the start by three seconds, and is told', async ({ launch, home }) => {
  writeFileSync(join(home.env['HOME'] ?? '', '.bash_profile'), 'sleep 60\n')
  const app = await launch({ env: { SIGNALBOX_LOGIN_SHELL: 'true', SHELL: '/bin/bash' } })
  const baseUrl = await app.baseUrl()
  expect(await (await fetch(`${baseUrl}/api/environment`)).json()).toMatchObject({ loginShell: 'silent' })
  expect(app.logs()).toContain('the login shell did not respond')
})
