import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

/**
 * One app for each data folder, across processes. As in Chromium, the lock is a link that names the owner's computer and
 * process (`process_singleton_posix.cc`); it is refused for a running owner, for one on another computer, and where it
 * cannot be made. The second instance leaves a file with its command line, and the owner, who watches the folder, raises
 * itself.
 */
export function takeInstanceLock(folder: string, onSecond: (argv: string[], cwd: string) => void): boolean {
  const calls = join(folder, 'stand-in-calls')
  mkdirSync(calls, { recursive: true })
  const lock = join(folder, 'SingletonLock')
  if (!createLock(lock)) {
    writeFileSync(
      join(calls, `${process.pid}.json`),
      JSON.stringify({ argv: process.argv, cwd: process.cwd() }),
    )
    return false
  }
  process.once('exit', () => rmSync(lock, { force: true }))
  const watcher = watch(calls, () => {
    for (const name of readdirSync(calls)) readCall(join(calls, name), onSecond)
  })
  watcher.unref()
  return true
}

function createLock(lock: string): boolean {
  const prefix = `${hostname()}-`
  let owner: string
  try {
    symlinkSync(`${prefix}${process.pid}`, lock)
    return true
  } catch {
    owner = readLink(lock)
  }
  if (!owner.startsWith(prefix) || isAlive(Number(owner.slice(prefix.length)))) return false
  // The owner was killed.
  rmSync(lock, { force: true })
  return createLock(lock)
}

function readLink(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function readCall(file: string, onSecond: (argv: string[], cwd: string) => void): void {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
    const call = JSON.parse(text) as { argv: string[]; cwd: string }
    rmSync(file)
    onSecond(call.argv, call.cwd)
  } catch {
    // Partially written; the watcher fires again.
  }
}
