import { randomBytes } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const KEY_BYTES = 32

/**
 * The random that makes our hashes of secrets worthless elsewhere: plain SHA-256 of a short key can be guessed. Kept,
 * so that one credential looks the same after a restart; where it cannot be kept, it lasts as long as the program.
 */
export function loadRedactionKey(path: string): Buffer {
  try {
    const key = readFileSync(path)
    if (key.length === KEY_BYTES) return key
  } catch {
    // Not there yet, or not readable: then a new one.
  }
  const key = randomBytes(KEY_BYTES)
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileSync(path, key, { mode: 0o600 })
    if (lstatSync(path).isFile()) chmodSync(path, 0o600)
  } catch {
    // A folder that takes no file: hashes change with the next start, and nothing else.
  }
  return key
}
