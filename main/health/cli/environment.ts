import { posix, win32 } from 'node:path'

export type Environment = Readonly<Record<string, string | undefined>>

/** Reads a variable; names on Windows ignore case, also in a plain copy of `process.env`. Empty counts as unset. */
export function readVariable(env: Environment, name: string, platform: NodeJS.Platform): string | undefined {
  const key =
    platform === 'win32'
      ? (Object.keys(env).find((candidate) => candidate.toUpperCase() === name.toUpperCase()) ?? name)
      : name
  return env[key] === '' ? undefined : env[key]
}

/**
 * The absolute directories of a PATH value, in order and without duplicates. Skips relative and empty entries, which
 * mean the working directory: an untrusted folder must not decide what a background check runs.
 */
export function splitPath(value: string | undefined, platform: NodeJS.Platform): string[] {
  const path = platform === 'win32' ? win32 : posix
  const entries = (value ?? '').split(path.delimiter).map((entry) => entry.replace(/^"(.*)"$/, '$1'))
  return [...new Set(entries.filter((entry) => path.isAbsolute(entry)))]
}
