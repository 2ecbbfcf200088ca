import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

export interface LockObstacleDeps {
  /** The folder that could not be locked. */
  folder: string
  platform: NodeJS.Platform
  /** This computer's name. */
  host?: string
}

/**
 * The reason why Electron refused the lock of a single instance, as a sentence; undefined if another instance runs. It
 * tells the two apart by nothing but a `false`. The lock is a link `SingletonLock -> example.com-9156`, with the
 * computer and the process (Chromium's `process_singleton_posix.cc`); Windows has a mutex instead.
 */
export function lockObstacle({ folder, platform, host = hostname() }: LockObstacleDeps): string | undefined {
  if (platform === 'win32') return undefined
  const owner = readOwner(folder)
  if (owner === undefined)
    return `The data folder ${folder} can’t be locked. Its file system may not support links.`
  if (owner === host) return undefined
  return `The data folder ${folder} is used by Signalbox on the computer ${owner}. If it isn’t running there, delete ${join(folder, 'SingletonLock')}.`
}

/** The name of the computer that holds the lock: `example.com-9156` → `example.com`. */
function readOwner(folder: string): string | undefined {
  try {
    return /^(.+)-\d+$/.exec(readlinkSync(join(folder, 'SingletonLock')))?.[1]
  } catch {
    return undefined
  }
}
