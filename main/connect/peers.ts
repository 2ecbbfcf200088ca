import { dirname, join } from 'node:path'
import { type FileSystem, orMissing } from '../base/file-system.ts'
import { withLock } from '../base/folder-lock.ts'
import { readRegularFile } from '../base/read-regular-file.ts'
import { createRecordFile, type RecordedConnection } from './record.ts'

/** Data folders that are remembered. */
const MAX_FOLDERS = 50

/** Other Signalboxes of this user, with data folders of their own, that changed the same settings. */
export interface Peers {
  /** Their connections, those of processes that are gone included. Never rejects. */
  list: () => Promise<RecordedConnection[]>
  /** From now on they find this one. */
  enter: () => Promise<void>
  /** This one has changed nothing any more. Leaves no file where it was the last. Never rejects. */
  leave: () => Promise<void>
}

export interface PeersDeps {
  fs: FileSystem
  /** The data folder where none is named: every Signalbox of this user knows it. */
  home: string
  /** The one of this Signalbox. */
  dataDir: string
}

/**
 * What stood in the settings before the first of several Signalboxes is known to that one alone, in its data folder.
 * So the folders that have a connection are listed in one place.
 */
export function createPeers({ fs, home, dataDir }: PeersDeps): Peers {
  const target = join(home, 'data-folders.json')
  /** The uppermost folder that had to be made. */
  let made: string | undefined

  async function readFolders(): Promise<string[]> {
    const bytes = await orMissing(readRegularFile(target)).catch(() => undefined)
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
      made = (await fs.mkdir(home, { recursive: true, mode: 0o700 })) ?? made
      await change((others) => [...others, dataDir])
    },
    async leave() {
      if (dataDir === home) return
      try {
        if ((await readFolders()).includes(dataDir)) await change((others) => others)
        // Only folders that nothing else is in go, and above the data folder only those that were made here.
        for (let folder = home; ; folder = dirname(folder)) {
          await fs.rmdir(folder)
          if (made === undefined || folder.length <= made.length) break
        }
      } catch {
        // It stays, and so may the entry: a folder without a connection says nothing.
      }
    },
  }
}
