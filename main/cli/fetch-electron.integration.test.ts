import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fetchElectron } from './fetch-electron.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-fetch-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Replaces the installer of the `electron` package, which would download. */
const installer = (code: string) => writeFile(join(folder, 'install.js'), code)

it('returns the binary that the installer puts in place, and leaves no temporary file', async () => {
  await installer(`
    const fs = require('node:fs')
    fs.writeFileSync(require('node:path').join(require('node:os').tmpdir(), 'electron.zip'), 'x')
    fs.writeFileSync('seen', require('node:os').tmpdir())
    fs.mkdirSync('dist/Electron.app', { recursive: true })
    fs.writeFileSync('dist/Electron.app/Electron', '')
    fs.writeFileSync('path.txt', 'Electron.app/Electron')`)
  expect(await fetchElectron(folder)).toEqual({ binary: join(folder, 'dist/Electron.app/Electron') })
  const { existsSync, readFileSync } = await import('node:fs')
  expect(existsSync(readFileSync(join(folder, 'seen'), 'utf8'))).toBe(false)
})

it.each([
  [
    "Promise.reject(new Error('getaddrinfo ENOTFOUND github.com')).catch((e) => { console.error(e.stack); process.exit(1) })",
    'the Electron download failed (getaddrinfo ENOTFOUND github.com)',
  ],
  ["throw new TypeError('no such platform.')", 'the Electron download failed (no such platform)'],
  ['process.exit(2)', 'the Electron download failed (no reason given)'],
  ['', 'the Electron download failed (the package contains no binary)'],
])('says why there is none: %s', async (code, obstacle) => {
  await installer(code)
  expect(await fetchElectron(folder)).toEqual({ obstacle })
})

it('says that the package is missing', async () => {
  expect(await fetchElectron(folder)).toEqual({
    obstacle: 'the electron package isn’t installed (run npm ci)',
  })
})
