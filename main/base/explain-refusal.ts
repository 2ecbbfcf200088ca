import { type Coded, coded } from '../../shared/language/say.ts'
import { codeOf } from './file-system.ts'

const REASONS: Readonly<Record<string, Coded>> = {
  EACCES: coded('system.no_permission'),
  EPERM: coded('system.no_permission_or_open'),
  EBUSY: coded('system.busy'),
  EROFS: coded('system.read_only'),
  ENOSPC: coded('system.disk_full'),
  EDQUOT: coded('system.disk_full'),
  EISDIR: coded('system.folder'),
  ENOTDIR: coded('system.not_folder'),
  // Of a folder that can't be created.
  EEXIST: coded('system.not_folder'),
  EFTYPE: coded('system.not_regular'),
  EFBIG: coded('system.too_large'),
  ENOENT: coded('system.missing'),
  ELOOP: coded('system.link_loop'),
  EMFILE: coded('system.too_many_files'),
}

/** Explains why the system refused access to a file. */
export function explainRefusal(error: unknown): Coded {
  const code = codeOf(error)
  return (code === undefined ? undefined : REASONS[code]) ?? coded('system.other', { error: code ?? '?' })
}
