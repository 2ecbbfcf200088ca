import { readFileSync } from 'node:fs'

/** Never more than this, whatever the system allows. */
const MAX_CONNECTIONS = 8_192
/** Never fewer: a person's sessions fit. */
const LEAST = 16
/** Descriptors that the log, the threads, the pages and the health checks need. */
const OWN_FILES = 96

/**
 * Number of connections that fit into a limit of open files: each may need a second one to the upstream.
 *
 * @param files the limit; `undefined` where it is not known
 */
export function connectionCapacity(files: number | undefined): number {
  if (files === undefined) return MAX_CONNECTIONS
  return Math.min(MAX_CONNECTIONS, Math.max(LEAST, Math.floor((files - OWN_FILES) / 2)))
}

/** The limit of open files of this process, where the system tells without a child process: on Linux. */
export function readFileLimit(): number | undefined {
  try {
    const soft = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
    return soft === undefined ? undefined : Number(soft)
  } catch {
    return undefined
  }
}
