import { join } from 'node:path'
import type { FileSystem } from '../../base/file-system.ts'
import { isAlive } from '../../base/process-identity.ts'

/** `.signalbox-4242-0123456789abcdef.tmp`: the process id shows whether the file is still being written. */
const TEMPORARY = /^\.signalbox-(\d+)-[0-9a-f]+\.tmp$/

/** A lock that was taken over from a dead process. */
const STOLEN = /^\.signalbox\.lock-[0-9a-f]{8}$/

/** Removes files that killed processes left in a folder. Ignores a missing folder. */
export async function sweep(fs: FileSystem, folder: string): Promise<void> {
  for (const name of await fs.readdir(folder).catch(() => [])) {
    const pid = TEMPORARY.exec(name)?.[1]
    const isLeft = pid === undefined ? STOLEN.test(name) : !isAlive({ pid: Number(pid), birth: null })
    if (isLeft) await fs.unlink(join(folder, name)).catch(() => undefined)
  }
}
