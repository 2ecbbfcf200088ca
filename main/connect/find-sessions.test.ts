import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FileSystem, NODE_FILES } from '../base/file-system.ts'
import { ownIdentity } from '../base/process-identity.ts'
import { findSessions } from './find-sessions.ts'
import { findSettings } from './find-settings.ts'
import { createRig, type Rig } from './testing/create-rig.ts'

const URL = 'http://127.0.0.1:3456'
const SETTINGS = '{}\n'

let rig: Rig
let children: ChildProcess[]
beforeEach(async () => {
  rig = await createRig()
  children = []
})
afterEach(async () => {
  for (const child of children) {
    // The shell and its children.
    process.kill(-(child.pid ?? 0), 'SIGKILL')
    await once(child, 'close')
  }
  await rig.remove()
})

const files = () => findSettings({}, rig.home, process.platform)
const note = (name: string, content: object) =>
  rig.put(join(rig.home, '.claude', 'sessions', name), JSON.stringify(content))

it('are those that have noted themselves and still live', async () => {
  const { pid, birth } = ownIdentity()
  const alive = { pid, procStart: birth, cwd: '/work', startedAt: 1_000, version: '2.1.329', peerToken: 'x' }
  await note(`${pid}.json`, alive)
  await note('2000000.json', { ...alive, pid: 2 ** 30 })
  await note('2000001.json', { pid, procStart: '1' })
  await note('2000002.json', ['what?'])
  const read: string[] = []
  const fs: FileSystem = {
    ...NODE_FILES,
    readFile: ((path: string, options: never) => {
      read.push(path)
      return NODE_FILES.readFile(path, options)
    }) as unknown as FileSystem['readFile'],
  }
  await note(`${pid}.0123.key`, { peerToken: 'secret' })
  expect(await findSessions(fs, files())).toEqual([
    { pid, cwd: '/work', startedAt: 1_000, version: '2.1.329' },
  ])
  expect(read.filter((path) => path.endsWith('.key'))).toEqual([])
  expect(read.filter((path) => path.endsWith('.json'))).toHaveLength(4)
})

it.skipIf(process.platform === 'win32')('are found beside notes that never end', async () => {
  const { pid, birth } = ownIdentity()
  const folder = join(rig.home, '.claude', 'sessions')
  await note(`${pid}.json`, { pid, procStart: birth })
  // More than the threads of the system's pool: each would block one for good.
  for (let index = 1; index <= 6; index++) execFileSync('mkfifo', [join(folder, `${index}.json`)])
  await symlink('/dev/zero', join(folder, '7.json'))
  expect(await findSessions(NODE_FILES, files())).toEqual([{ pid }])
})

it('are none in a home without Claude Code', async () => {
  expect(await findSessions(NODE_FILES, files())).toEqual([])
})

/** A program named like Claude Code that only sleeps: older versions can be found by name only. */
async function startOldClaude(env: Record<string, string>): Promise<number> {
  const program = join(rig.root, String(children.length), 'claude')
  await mkdir(dirname(program))
  await copyFile('/bin/sleep', program)
  // Started by a shell, because our own children are skipped as version checks.
  const shell = spawn('/bin/sh', ['-c', `"${program}" 600 & echo $!; wait`], {
    env,
    cwd: rig.root,
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  })
  children.push(shell)
  const [text]: Buffer[] = await once(shell.stdout, 'data')
  const pid = Number(text)
  await expect.poll(() => NODE_FILES.readFile(`/proc/${pid}/comm`, 'utf8')).toBe('claude\n')
  return pid
}

describe.runIf(process.platform === 'linux')('of an older version', () => {
  it('are found by their name, with this home only', async () => {
    await mkdir(join(rig.home, '.claude'))
    const pid = await startOldClaude({ HOME: rig.home })
    await startOldClaude({ HOME: '/elsewhere' })
    await startOldClaude({ HOME: rig.home, CLAUDE_CONFIG_DIR: '/elsewhere' })
    expect(await findSessions(NODE_FILES, files())).toEqual([{ pid, cwd: rig.root }])
  })

  it('that were started with an address of their own keep it: nothing is written to tell them', async () => {
    await rig.put(rig.settings, SETTINGS)
    const pid = await startOldClaude({ HOME: rig.home, ANTHROPIC_BASE_URL: 'https://gateway.example' })
    const connector = rig.connector({ waitForSessions: () => Promise.reject(new Error('told')) })
    await connector.listening(URL)
    expect((await connector.connect({})).sessions).toEqual([{ pid, cwd: rig.root, uses: 'signalbox' }])
    const { connection } = await connector.disconnect()
    expect(await rig.get()).toBe(SETTINGS)
    // The session keeps our address until it ends, and the doctor reports it.
    expect(connection).toMatchObject({
      releasing: false,
      sessions: [{ pid, uses: 'signalbox' }],
      problems: [{ code: 'old_sessions', severity: 'warning' }],
    })
  })
})
