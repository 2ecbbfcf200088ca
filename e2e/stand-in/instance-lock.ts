import { mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * One app for each data folder, across processes. The lock is a file with the owner's pid; the second instance leaves a
 * file with its command line, and the owner, who watches the folder, raises itself.
 */
export function takeInstanceLock(folder: string, onSecond: (argv: string[], cwd: string) => void): boolean {
  const calls = join(folder, 'stand-in-calls')
  mkdirSync(calls, { recursive: true })
  const lock = join(folder, 'stand-in-lock')
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
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    if (isAlive(Number(readFileSync(lock, 'utf8')))) return false
  }
  // The owner was killed.
  rmSync(lock, { force: true })
  return createLock(lock)
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
