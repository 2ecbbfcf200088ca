import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { readRegularFileSync } from '../../base/read-regular-file.ts'

const KEY_BYTES = 32

/**
 * The random that makes our hashes of secrets worthless elsewhere: plain SHA-256 of a short key can be guessed. Kept,
 * so that one credential looks the same after a restart; where it cannot be kept, it lasts as long as the program.
 */
export function loadRedactionKey(path: string): Buffer {
  const known = readKey(path)
  if (known !== undefined) return known
  const key = randomBytes(KEY_BYTES)
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    // Whole or not at all, and never over another instance's, which makes one at the same moment.
    const temporary = `${path}.${process.pid}`
    writeFileSync(temporary, key, { mode: 0o600 })
    try {
      chmodSync(temporary, 0o600)
      putInPlace(temporary, path)
    } finally {
      rmSync(temporary, { force: true })
    }
    return readKey(path) ?? key
  } catch {
    // A folder that takes no file: hashes change with the next start, and nothing else.
  }
  return key
}

/** Undefined where there is none yet, or nothing that can be read as one. */
function readKey(path: string): Buffer | undefined {
  try {
    const key = readRegularFileSync(path, { maxBytes: KEY_BYTES })
    return key.length === KEY_BYTES ? key : undefined
  } catch {
    return undefined
  }
}

/** A link fails where there is a file already; only one that is no key is replaced. */
function putInPlace(temporary: string, path: string): void {
  try {
    linkSync(temporary, path)
  } catch (error) {
    const isThere = lstatSync(path, { throwIfNoEntry: false })?.isFile() === true
    if (isThere && readKey(path) !== undefined) return
    // A pipe or a device in its place stays.
    if (!isThere && lstatSync(path, { throwIfNoEntry: false }) !== undefined) throw error
    renameSync(temporary, path)
  }
}
