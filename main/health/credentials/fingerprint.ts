import { stat } from 'node:fs/promises'

/** Tells whether any of the files is another one than at the last look: by its metadata, without reading it. */
export function createFingerprints(paths: readonly string[]) {
  /** Of the last look; undefined before the first, which counts as a change. */
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

/** ctime also moves with the mode, and with a replacement that copied mtime and size. */
async function fingerprint(path: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs, mode } = await stat(path, { bigint: true })
    return [dev, ino, size, mtimeNs, ctimeNs, mode].join(':')
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  }
}
