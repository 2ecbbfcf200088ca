import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const REPOSITORY = join(import.meta.dirname, '..')
const ENTRY = join(REPOSITORY, 'main', 'headless.ts')
const SAID = /^Signalbox needs Node 24 or later, but this is v20\.\d+\.\d+ \(.+\)\. In a checkout, .+\n$/

/** The system's Node, if it is an old version. */
const OLD_NODE = ['/usr/bin/node', '/usr/local/bin/node'].find(
  (path) =>
    existsSync(path) &&
    spawnSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.startsWith('20.'),
)

it('says in one line that Node is too old, and reads nothing else before', () => {
  const pretend = `data:text/javascript,${encodeURIComponent(
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });" +
      "Object.defineProperty(process, 'version', { value: 'v20.20.2' })",
  )}`
  const ran = spawnSync(process.execPath, ['--import', pretend, ENTRY, 'status'], { encoding: 'utf8' })
  expect(ran).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(SAID) })
  expect(readFileSync(ENTRY, 'utf8')).not.toMatch(/^\s*(import|export)\b[^(]*$/m)
})

it.runIf(OLD_NODE !== undefined)('says so on an old Node itself', () => {
  const code = stripTypeScriptTypes(readFileSync(ENTRY, 'utf8').replace(/^#!.*/, ''))
  const ran = spawnSync(OLD_NODE ?? '', ['--input-type=module', '-e', code], { encoding: 'utf8' })
  expect(ran).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(SAID) })
})
