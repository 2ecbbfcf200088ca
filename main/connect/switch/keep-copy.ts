import { join } from 'node:path'
import { orMissing } from '../../base/file-system.ts'
import { replaceFile } from '../files/replace-file.ts'
import type { ConnectSwitchDeps } from './deps.ts'

/**
 * Saves settings with their comments in the data folder when the comments cannot be restored in place. Readable by the
 * user only: the settings may hold keys.
 *
 * @returns the path
 */
export async function keepCopy(
  { fs, dataDir }: Pick<ConnectSwitchDeps, 'fs' | 'dataDir'>,
  content: string,
): Promise<string> {
  const target = join(dataDir, 'claude-settings-with-comments.json')
  const expected = (await orMissing(fs.readFile(target))) ?? null
  await replaceFile(fs, { target, content, expected, mode: 0o600, owner: null })
  return target
}
