import { execFile } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { appendFile, chmod, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type WatchDeps, watchCredentials } from './watch-credentials.ts'
import { type WatchFolder, watchFolder } from './watch-targets.ts'

let home = ''
let file = ''
let stop = (): void => undefined

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'watch-'))
  file = join(home, '.claude', '.credentials.json')
})
afterEach(async () => {
  stop()
  await rm(home, { recursive: true })
})

/** Without polling unless tested, so that only events count. */
async function start(deps: Partial<WatchDeps> = {}) {
  /** Calls nothing has waited for yet, or the pending waiter. */
  let unseen = 0
  let waiting: (() => void) | undefined
  stop = watchCredentials({
    paths: [file],
    pollMs: 600_000,
    onChange: () => {
      unseen += 1
      waiting?.()
    },
    ...deps,
  })
  const next = async () => {
    if (unseen === 0) await new Promise<void>((resolve) => (waiting = resolve))
    unseen = 0
  }
  await next()
  return {
    /** Milliseconds until the change was noticed. */
    async after(act: () => Promise<unknown>) {
      unseen = 0
      await act()
      const begun = performance.now()
      await next()
      return performance.now() - begun
    },
    count: () => unseen,
  }
}

async function withFile() {
  await mkdir(join(home, '.claude'))
  await writeFile(file, '{}')
}

test('notices a file that appears in a folder that is there', async () => {
  await mkdir(join(home, '.claude'))
  const seen = await start()
  expect(await seen.after(() => writeFile(file, '{}'))).toBeLessThan(1000)
})

test('notices a file whose folders appear with it', async () => {
  file = join(home, 'a', 'b', 'c', 'auth.json')
  const seen = await start()
  const make = async () => {
    await mkdir(join(home, 'a', 'b', 'c'), { recursive: true })
    await writeFile(file, '{}')
  }
  expect(await seen.after(make)).toBeLessThan(1000)
})

test.each<[string, () => Promise<unknown>]>([
  ['is changed', () => appendFile(file, ' ')],
  ['changes its mode', () => chmod(file, 0o640)],
  ['is removed', () => rm(file)],
  ['goes with its folder', () => rm(join(home, '.claude'), { recursive: true })],
  ['is moved away with its folder', () => rename(join(home, '.claude'), join(home, 'old'))],
  [
    'is replaced by a rename',
    async () => {
      await writeFile(`${file}.tmp`, '{}')
      await rename(`${file}.tmp`, file)
    },
  ],
])('notices that a file %s', async (_what, act) => {
  await withFile()
  const seen = await start()
  expect(await seen.after(act)).toBeLessThan(1000)
})

test('follows one file through a whole life', async () => {
  const seen = await start()
  const times = [
    await seen.after(withFile),
    await seen.after(() => rm(join(home, '.claude'), { recursive: true })),
    await seen.after(withFile),
    await seen.after(() => appendFile(file, 'x')),
  ]
  expect(Math.max(...times)).toBeLessThan(1000)
})

test('goes on in a folder that was replaced in one go', async () => {
  await withFile()
  const seen = await start()
  const replace = async () => {
    await mkdir(join(home, 'new'))
    await writeFile(join(home, 'new', '.credentials.json'), '{}')
    await rename(join(home, '.claude'), join(home, 'old'))
    await rename(join(home, 'new'), join(home, '.claude'))
  }
  expect(await seen.after(replace)).toBeLessThan(1000)
  expect(await seen.after(() => appendFile(file, ' '))).toBeLessThan(1000)
})

test('does not miss a folder that appears while its parent’s watch is being opened', async () => {
  const late: WatchFolder = (folder, onEvent) => {
    mkdirSync(join(home, '.claude'), { recursive: true })
    return watchFolder(folder, onEvent)
  }
  const seen = await start({ watch: late })
  expect(await seen.after(() => writeFile(file, '{}'))).toBeLessThan(1000)
})

test('notices a change of the file that a link leads to', async () => {
  await mkdir(join(home, '.claude'))
  await mkdir(join(home, 'dotfiles'))
  const target = join(home, 'dotfiles', 'credentials')
  await writeFile(target, '{}')
  await symlink(target, file)
  const seen = await start()
  expect(await seen.after(() => appendFile(target, ' '))).toBeLessThan(1000)
})

test('is not put off by a file that is written all the time', async () => {
  await withFile()
  const seen = await start()
  const enough = new AbortController()
  const writer = (async () => {
    while (!enough.signal.aborted) await appendFile(file, '.')
  })()
  expect(await seen.after(() => Promise.resolve())).toBeLessThan(1000)
  expect(await seen.after(() => Promise.resolve())).toBeLessThan(1000)
  enough.abort()
  await writer
})

test('looks once more after a change, for a writer that died half-way', async () => {
  await withFile()
  const seen = await start()
  await seen.after(() => appendFile(file, ' '))
  expect(await seen.after(() => Promise.resolve())).toBeGreaterThan(2000)
})

test('notices changes by polling where the system has no watches left', async () => {
  const failing: WatchFolder = () => {
    throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
  }
  const seen = await start({ watch: failing, pollMs: 50 })
  expect(await seen.after(withFile)).toBeLessThan(1000)
})

test('is silent after it was stopped', async () => {
  await withFile()
  const seen = await start()
  stop()
  await appendFile(file, ' ')
  // A second watcher sees the same change, which proves that the first had time to.
  const other = new Promise<void>((resolve) => {
    let calls = 0
    const end = watchCredentials({
      paths: [file],
      onChange: () => {
        calls += 1
        if (calls === 1) void appendFile(file, ' ')
        else resolve(end())
      },
    })
  })
  await other
  expect(seen.count()).toBe(0)
})

test('keeps no process alive', async () => {
  const script = `const { watchCredentials } = await import(${JSON.stringify(import.meta.resolve('./watch-credentials.ts'))})
    await new Promise((onChange) => watchCredentials({ paths: [${JSON.stringify(file)}], onChange }))`
  const ended = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    timeout: 10_000,
  })
  await expect(ended).resolves.toBeDefined()
})
