import { codeOf } from '../../base/file-system.ts'

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'this user has no right to it',
  EPERM: 'this user has no right to it, or another program holds it open',
  EBUSY: 'another program holds it open, or it is mounted by itself',
  EROFS: 'it lies on a read-only disk',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links go in a circle',
  EMFILE: 'too many files are open',
}

/** Why the system refused a file, in words for the user. */
export function explainCode(error: unknown): string {
  const code = codeOf(error)
  return (code === undefined ? undefined : WORDS[code]) ?? `the system refused (${code ?? 'unknown reason'})`
}
