import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const SCRIPT = join(import.meta.dirname, 'signalbox.sh')
let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'signalbox-command-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe.runIf(process.platform === 'linux')('the command of a deb or rpm package', () => {
  test.each([
    [['doctor', '--json'], '--no-sandbox --command-line doctor --json'],
    [['--version'], '--no-sandbox --command-line --version'],
    [['statsu'], '--no-sandbox --command-line statsu'],
    [[], ''],
    [['--hidden'], '--hidden'],
    [['signalbox://open/requests'], 'signalbox://open/requests'],
  ])('%j runs the app with %j', (args, expected) => {
    const app = join(root, 'app')
    writeFileSync(app, '#!/bin/sh\necho "$*"\n')
    chmodSync(app, 0o755)
    const script = readFileSync(SCRIPT, 'utf8').replace('/opt/Signalbox/signalbox', app)
    expect(spawnSync('sh', ['-c', script, 'sh', ...args], { encoding: 'utf8' }).stdout).toBe(`${expected}\n`)
  })

  // electron-builder's after-install script links /usr/bin/signalbox to the app, by this program where there is one.
  test.runIf(existsSync('/usr/bin/update-alternatives'))('stays where the package puts it', () => {
    const path = join(root, 'signalbox')
    const [alternatives, admin] = [join(root, 'alternatives'), join(root, 'admin')]
    for (const folder of [alternatives, admin]) mkdirSync(folder)
    writeFileSync(path, readFileSync(SCRIPT))
    const folders = ['--altdir', alternatives, '--admindir', admin, '--log', join(root, 'log')]
    const install = ['--install', path, 'signalbox', '/bin/true', '100']
    expect(spawnSync('update-alternatives', [...folders, ...install]).status).toBe(0)
    expect(lstatSync(path).isFile()).toBe(true)
  })
})
