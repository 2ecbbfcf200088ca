import { expect } from '@playwright/test'
import { AxeBuilder } from '@axe-core/playwright'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Desktop } from '../launch-desktop.ts'
import { test } from '../stand-in/desktop-test.ts'
import { findPage } from '../stand-in/find-page.ts'

test('who chose German has a German menu, tooltip and tray, and English again by one click', async ({
  launch,
  home,
}) => {
  const dataDir = join(home.env['HOME'] ?? '', 'data')
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(join(dataDir, 'desktop.json'), '{"language":"de"}')
  const app = await launch({ dataDir })
  const { host } = new URL(await app.baseUrl())
  await expect
    .poll(async () => (await app.tray.read()).menu)
    .toEqual([
      { label: `Läuft · ${host}`, enabled: false },
      { label: 'Nicht verbunden.', enabled: false },
      { label: 'Keine Anfrage in Arbeit', enabled: false },
      { label: 'Status anzeigen…', enabled: true },
      { label: 'Dashboard öffnen', enabled: true },
      { label: 'Basis-URL kopieren', enabled: true },
      { label: 'Leerlaufen lassen', enabled: true },
      { label: 'Bei der Anmeldung starten', enabled: false },
      { label: 'Benachrichtigungen', enabled: true },
      { label: 'Im Leerlauf beenden', enabled: true },
      { label: 'Sofort beenden', enabled: true },
    ])
  expect((await app.tray.read()).tooltip).toBe('Signalbox · Läuft · Nicht verbunden.')
  await app.tray.toggle()
  await expect(app.page.getByRole('button', { name: 'Leerlaufen' })).toBeVisible()
  expect(await lang(app)).toBe('de')
  // If the copy of the choice is outdated, the first frame is English; the next start is correct.
  await app.page.reload()
  await expect(app.page.getByRole('button', { name: 'Leerlaufen' })).toBeVisible()

  await app.tray.choose('Dashboard öffnen')
  const dashboard = await findPage(app, 'dashboard.html')
  await app.page.evaluate(() => window.signalbox?.openDashboard({ path: '/settings' }))
  await expect(dashboard.locator('html')).toHaveAttribute('lang', 'de')
  const panel = dashboard.getByRole('region', { name: 'Sprache' })
  await expect(panel.getByRole('radio', { name: 'Deutsch' })).toBeChecked()
  const { violations, passes } = await new AxeBuilder({ page: dashboard }).include('section').analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  expect(passes.length).toBeGreaterThan(5)

  await panel.getByText('English').click()
  await expect(dashboard.getByRole('region', { name: 'Language' })).toBeVisible()
  await expect(app.page.getByRole('button', { name: 'Drain' })).toBeVisible()
  await expect.poll(async () => (await app.tray.read()).tooltip).toBe('Signalbox · Running · Not connected.')
  expect((await app.tray.read()).menu).toContainEqual({ label: 'Quit now', enabled: true })
  expect(await lang(app)).toBe('en')
})

test('a German computer has German, and a choice is stronger than the computer', async ({ launch }) => {
  const app = await launch({ env: { STAND_IN_LANGUAGES: 'de-AT,en' } })
  test.skip(app.runtime === 'electron', 'the language of a real system cannot be set')
  await app.baseUrl()
  await expect(app.page.locator('html')).toHaveAttribute('lang', 'de')
  await expect.poll(async () => (await app.tray.read()).tooltip).toBe('Signalbox · Läuft · Nicht verbunden.')
  // The page reloaded during its first load; the icon must still open it.
  await app.tray.choose('Status anzeigen…')
  await expect(app.page.getByRole('button', { name: 'Leerlaufen' })).toBeVisible()
  await expect.poll(() => app.page.evaluate(() => document.visibilityState)).toBe('visible')
  // The calling page reloads and gets no response.
  await app.page.evaluate(() => void window.signalbox?.preferences({ language: 'en' }))
  await expect(app.page.locator('html')).toHaveAttribute('lang', 'en')
  expect(await app.page.evaluate(() => window.signalbox?.preferences({}))).toMatchObject({ language: 'en' })
  await expect.poll(async () => (await app.tray.read()).tooltip).toBe('Signalbox · Running · Not connected.')
})

function lang(app: Desktop): Promise<string> {
  return app.page.evaluate(() => document.documentElement.lang)
}
