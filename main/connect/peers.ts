import { dirname, join } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { type FileSystem, orMissing } from '../base/file-system.ts'
import { withLock } from '../base/folder-lock.ts'
import { createRecordFile, notRecorded, type RecordedConnection } from './record.ts'

/** Maximum number of data folders to remember. */
const MAX_FOLDERS = 50

/** Other Signalbox instances of this user, with their own data folders, that changed the same settings. */
export interface Peers {
  /** Connections of the other instances, including those of dead processes. Never rejects. */
  list: () => Promise<RecordedConnection[]>
  /**
   * Registers this instance so that others find it.
   *
   * @throws AppError `claude_settings_not_written` (rejects)
   */
  enter: () => Promise<void>
  /** Unregisters this instance once it has no changes left. The last one deletes the file. Never rejects. */
  leave: () => Promise<void>
}

export interface PeersDeps {
  fs: FileSystem
  /** The default data folder, which every Signalbox of this user knows. */
  home: string
  /** The data folder of this Signalbox. */
  dataDir: string
}

/**
 * With several instances, only the first one knows the original settings, and keeps them in its own data folder. Data
 * folders with a connection are therefore listed in one shared place.
 */
export function createPeers({ fs, home, dataDir }: PeersDeps): Peers {
  const target = join(home, 'data-folders.json')
  /** The topmost folder that had to be created. */
  let made: string | undefined

  async function readFolders(): Promise<string[]> {
    const bytes = await orMissing(fs.readFile(target)).catch(() => undefined)
    try {
      const value: unknown = JSON.parse(bytes?.toString('utf8') ?? '[]')
      return Array.isArray(value)
        ? value.filter((folder) => typeof folder === 'string').slice(-MAX_FOLDERS)
        : []
    } catch {
      return []
    }
  }
  async function change(to: (folders: string[]) => string[]): Promise<void> {
    await withLock(fs, home, async () => {
      const before = await readFolders()
      const after = to(before.filter((folder) => folder !== dataDir))
      if (after.join('\0') === before.join('\0')) return
      if (after.length === 0) return orMissing(fs.unlink(target))
      const temporary = join(home, `.signalbox-${process.pid}-0.tmp`)
      const file = await fs.open(temporary, 'w', 0o600)
      try {
        await file.writeFile(`${JSON.stringify(after)}\n`)
      } finally {
        await file.close()
      }
      await fs.rename(temporary, target)
    })
  }

  return {
    async list() {
      const folders = new Set([home, ...(await readFolders())])
      folders.delete(dataDir)
      const records = await Promise.all(
        [...folders].map((folder) =>
          createRecordFile({ fs, dataDir: folder })
            .read()
            .catch(() => undefined),
        ),
      )
      return records.flatMap((record) => record?.connection ?? [])
    },
    async enter() {
      if (dataDir === home) return
      try {
        made = (await fs.mkdir(home, { recursive: true, mode: 0o700 })) ?? made
        await change((others) => [...others, dataDir])
      } catch (error) {
        throw error instanceof AppError ? error : notRecorded(target, error)
      }
    },
    async leave() {
      if (dataDir === home) return
      try {
        if ((await readFolders()).includes(dataDir)) await change((others) => others)
        // Deletes empty folders only, and above the data folder only those created here.
        for (let folder = home; ; folder = dirname(folder)) {
          await fs.rmdir(folder)
          if (made === undefined || folder.length <= made.length) break
        }
      } catch {
        // A leftover entry is harmless: a folder without a connection is ignored.
      }
    },
  }
}
