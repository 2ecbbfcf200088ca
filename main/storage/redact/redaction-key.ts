import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, lstatSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { makeFolderSync } from '../../base/make-folder.ts'
import { readRegularFileSync } from '../../base/read-regular-file.ts'

const KEY_BYTES = 32

/**
 * Random key that makes our hashes of secrets useless elsewhere: plain SHA-256 of a short key can be guessed. It is
 * stored, so that a credential has the same hash after a restart; if it cannot be stored, it lasts for one run.
 */
export function loadRedactionKey(path: string): Buffer {
  const known = readKey(path)
  if (known !== undefined) return known
  const key = randomBytes(KEY_BYTES)
  try {
    makeFolderSync(dirname(path), 0o700)
    // Created atomically, without replacing the key of an instance that starts at the same moment.
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
    // The folder is not writable: hashes change with the next start, nothing else.
  }
  return key
}

/** Undefined when the file is missing or not a valid key. */
function readKey(path: string): Buffer | undefined {
  try {
    const key = readRegularFileSync(path, { maxBytes: KEY_BYTES })
    return key.length === KEY_BYTES ? key : undefined
  } catch {
    return undefined
  }
}

/** Linking fails if the file exists; only an invalid key is replaced. */
function putInPlace(temporary: string, path: string): void {
  try {
    linkSync(temporary, path)
  } catch (error) {
    const isThere = lstatSync(path, { throwIfNoEntry: false })?.isFile() === true
    if (isThere && readKey(path) !== undefined) return
    // A pipe or a device at this path is kept.
    if (!isThere && lstatSync(path, { throwIfNoEntry: false }) !== undefined) throw error
    renameSync(temporary, path)
  }
}
