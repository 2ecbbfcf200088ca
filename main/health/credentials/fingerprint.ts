import { stat } from 'node:fs/promises'

/** Detects changes of files since the last call by their metadata, without reading them. */
export function createFingerprints(paths: readonly string[]) {
  /** The fingerprint of the last call; undefined before the first, which counts as a change. */
  let last: string | undefined

  return {
    async haveChanged(): Promise<boolean> {
      const now = (await Promise.all(paths.map(fingerprint))).join('\n')
      const changed = last !== now
      last = now
      return changed
    },
  }
}

/** ctime also changes with the mode, and with a replacement that copied mtime and size. */
async function fingerprint(path: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs, mode } = await stat(path, { bigint: true })
    return [dev, ino, size, mtimeNs, ctimeNs, mode].join(':')
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  }
}
