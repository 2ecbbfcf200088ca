import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'signalbox-remove-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

function put(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), text)
}

/** Runs the script on a system with two users and a machine account, all in `root`. Returns its commands as a user. */
function remove(argument: string): string[] {
  const users = [
    `ann:x:1000:1000::${root}/ann:/bin/sh`,
    `bob:x:1001:1001::${root}/bob:/bin/sh`,
    `www:x:33:33::${root}/www:/bin/sh`,
  ]
  put('bin/getent', `#!/bin/sh\ncat <<'END'\n${users.join('\n')}\nEND\n`)
  put('bin/runuser', '#!/bin/sh\nshift 3\nexec "$@"\n')
  put('bin/timeout', `#!/bin/sh\necho "$HOME $*" >> ${root}/called\n`)
  for (const tool of ['getent', 'runuser', 'timeout']) chmodSync(join(root, 'bin', tool), 0o755)
  const script = join(import.meta.dirname, 'before-remove.sh')
  const { status, stderr } = spawnSync('sh', [script, argument], {
    env: { PATH: `${root}/bin:${process.env['PATH']}` },
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return existsSync(join(root, 'called')) ? readFileSync(join(root, 'called'), 'utf8').trim().split('\n') : []
}

describe.runIf(process.platform === 'linux')('the removal of a deb or rpm package', () => {
  const entry = '.config/autostart/dev.signalbox.app.desktop'

  test.each(['remove', '0'])(
    '%s disconnects each user who has connected, and removes the autostart',
    (argument) => {
      put('ann/.config/Signalbox/connection.json', '{}')
      put('www/.config/Signalbox/connection.json', '{}')
      put(`bob/${entry}`, '')
      expect(remove(argument)).toEqual([`${root}/ann 15 /opt/Signalbox/signalbox --no-sandbox --disconnect`])
      expect(existsSync(join(root, 'bob', entry))).toBe(false)
    },
  )

  test.each(['upgrade', '1'])('%s leaves everything as it is', (argument) => {
    put('ann/.config/Signalbox/connection.json', '{}')
    put(`ann/${entry}`, '')
    expect(remove(argument)).toEqual([])
    expect(existsSync(join(root, 'ann', entry))).toBe(true)
  })
})
