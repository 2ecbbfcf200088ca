import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openPage } from './open-page.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-open-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

it('hands the address to the system’s opener', async () => {
  const seen = join(folder, 'seen')
  writeFileSync(
    join(folder, 'xdg-open'),
    `#!/bin/sh\nprintf %s "$1" > ${seen}.part && mv ${seen}.part ${seen}\n`,
  )
  chmodSync(join(folder, 'xdg-open'), 0o755)
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH']}`)
  openPage('http://127.0.0.1:3456/', 'linux')
  await vi.waitUntil(() => existsSync(seen), 5_000)
  expect(readFileSync(seen, 'utf8')).toBe('http://127.0.0.1:3456/')
})

it('does nothing where there is no opener', async () => {
  vi.stubEnv('PATH', folder)
  expect(() => openPage('http://127.0.0.1:3456/', 'linux')).not.toThrow()
  expect(() => openPage('http://127.0.0.1:3456/', 'aix')).not.toThrow()
  // A missing program is reported asynchronously, and must not end the process.
  await new Promise((resolve) => setImmediate(resolve))
})
