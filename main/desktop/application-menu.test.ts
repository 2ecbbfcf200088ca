import { expect, test } from 'vitest'
import { applicationMenu } from './application-menu.ts'
import { speak } from './language/create-speech.ts'

test('on macOS, Cmd-W closes the window and Cmd-, opens the settings', () => {
  const opened: string[] = []
  const openSettings = () => void opened.push('settings')
  const menu = applicationMenu({ platform: 'darwin', t: speak('de').t, openSettings }) ?? []
  expect(menu.map(({ role }) => role)).toEqual(['appMenu', 'fileMenu', 'editMenu', 'windowMenu'])
  const items = menu[0]?.submenu
  const settings = Array.isArray(items) && items.find(({ accelerator }) => accelerator === 'Command+,')
  expect(settings).toMatchObject({ label: 'Einstellungen…', click: openSettings })
})

test('other systems have no menu bar', () => {
  const deps = { t: speak('en').t, openSettings: () => undefined }
  for (const platform of ['linux', 'win32'] as const)
    expect(applicationMenu({ ...deps, platform })).toBe(null)
})
