import { readFileSync } from 'node:fs'

/** Upper bound, whatever the system allows. */
const MAX_CONNECTIONS = 8_192
/** Lower bound: enough for one person's sessions. */
const LEAST = 16
/** File descriptors reserved for the log, the threads, the pages and the health checks. */
const OWN_FILES = 96

/**
 * Number of connections that fit into an open files limit: each may need a second one to the upstream.
 *
 * @param files the limit; `undefined` where it is unknown
 */
export function connectionCapacity(files: number | undefined): number {
  if (files === undefined) return MAX_CONNECTIONS
  return Math.min(MAX_CONNECTIONS, Math.max(LEAST, Math.floor((files - OWN_FILES) / 2)))
}

/** The open files limit of this process. Only Linux tells it without a child process. */
export function readFileLimit(): number | undefined {
  try {
    const soft = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
    return soft === undefined ? undefined : Number(soft)
  } catch {
    return undefined
  }
}
