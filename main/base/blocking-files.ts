import * as fs from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import type { FileSystem } from './file-system.ts'
import { readRegularFileSync } from './read-regular-file.ts'

/**
 * File operations that are finished when the call returns: whatever awaits them goes on in the same turn of the event
 * loop. For the moment before the system ends the process, when no further turn comes.
 */
export const BLOCKING_FILES: FileSystem = {
  readFile: blocking(readFile) as FileSystem['readFile'],
  lstat: blocking(fs.lstatSync) as FileSystem['lstat'],
  mkdir: blocking(fs.mkdirSync) as FileSystem['mkdir'],
  open: blocking(open),
  readdir: blocking(fs.readdirSync) as FileSystem['readdir'],
  readlink: blocking(fs.readlinkSync) as FileSystem['readlink'],
  realpath: blocking(fs.realpathSync.native) as FileSystem['realpath'],
  rename: blocking(fs.renameSync),
  rmdir: blocking(fs.rmdirSync),
  stat: blocking(fs.statSync) as FileSystem['stat'],
  unlink: blocking(fs.unlinkSync),
}

function readFile(path: string, encoding?: 'utf8'): Buffer | string {
  const bytes = readRegularFileSync(path)
  return encoding === undefined ? bytes : bytes.toString(encoding)
}

function open(path: fs.PathLike, flags?: string | number, mode?: fs.Mode): FileHandle {
  const file = fs.openSync(path, flags ?? 'r', mode)
  const handle: Pick<FileHandle, 'writeFile' | 'chown' | 'chmod' | 'sync' | 'close'> & {
    stat: () => Promise<fs.Stats>
  } = {
    writeFile: blocking((data) => {
      if (typeof data !== 'string') throw new TypeError('only text is written here')
      fs.writeFileSync(file, data)
    }),
    stat: blocking(() => fs.fstatSync(file)),
    chown: blocking((uid, gid) => fs.fchownSync(file, uid, gid)),
    chmod: blocking((wanted) => fs.fchmodSync(file, wanted)),
    sync: blocking(() => fs.fsyncSync(file)),
    close: blocking(() => fs.closeSync(file)),
  }
  return handle as FileHandle
}

/** The same function with a promise that is already settled. */
function blocking<Args extends unknown[], Result>(
  act: (...args: Args) => Result,
): (...args: Args) => Promise<Result> {
  // oxlint-disable-next-line require-await -- turns what `act` throws into a rejection
  return async (...args) => act(...args)
}
