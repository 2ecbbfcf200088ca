import { stat } from 'node:fs/promises'
import writeFileAtomic from 'write-file-atomic'
import { orMissing } from './file-system.ts'
import { checkRegular } from './read-regular-file.ts'

/** Access for the owner only: these files hold keys. */
const PRIVATE = 0o600

/**
 * Replaces a file atomically, readable by this user only; follows a symbolic link. A file that its owner made read-only
 * stays so. Anything else in its place is kept:
 * run as root, a file that links to `/dev/null` would otherwise replace that device.
 *
 * @throws FileRefused, or the system's error (rejects)
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const found = await orMissing(stat(path))
  if (found !== undefined) checkRegular(found, path)
  const mode = PRIVATE & (found?.mode ?? PRIVATE)
  await writeFileAtomic(path, text, { mode: mode === 0 ? PRIVATE : mode })
}
