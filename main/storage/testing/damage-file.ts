import { writeFileSync } from 'node:fs'

const PAGE = 8192

/** A database file and its log as read from disk. The log is undefined when the file was closed cleanly. */
export interface FileSet {
  file: Buffer
  log: Buffer | undefined
}

/** Writes a copy of the files to a path, damaged in one of the ways that disks, kernels and people cause. */
export function writeDamaged(path: string, whole: FileSet, random: () => number): void {
  const at = (length: number) => Math.floor(random() * length)
  const noise = (length: number) => Buffer.from(Array.from({ length }, () => at(256)))
  const file = Buffer.from(whole.file)
  const log = whole.log === undefined ? undefined : Buffer.from(whole.log)

  const damages: (() => Partial<FileSet>)[] = [
    () => ({ file: file.subarray(0, at(file.length)) }),
    () => ({ file: Buffer.alloc(0) }),
    () => ({ file: overwrite(file, at(file.length / PAGE) * PAGE, noise(PAGE)) }),
    () => ({ file: overwrite(file, at(file.length / PAGE) * PAGE, Buffer.alloc(PAGE)) }),
    // One page replaced by another.
    () => ({ file: overwrite(file, at(file.length / PAGE) * PAGE, pageOf(file, at(file.length / PAGE))) }),
    () => ({
      file: Array.from({ length: 20 }).reduce<Buffer>((bytes) => flip(bytes, at(bytes.length)), file),
    }),
    // The header of a page locates everything else in it.
    () => ({ file: overwrite(file, at(file.length / PAGE) * PAGE + at(12), noise(4)) }),
    () => ({ file: overwrite(file, at(100), noise(4)) }),
    () => ({ file: Buffer.from('this is no database '.repeat(at(1000))) }),
    () => ({ log: noise(9000) }),
    () => ({ log: log?.subarray(0, at(log.length)) ?? Buffer.alloc(0) }),
    () => ({ log: log === undefined ? noise(32) : flip(log, at(log.length)) }),
    // The log is kept, but belongs to another file.
    () => ({ file: file.subarray(0, PAGE * (1 + at(file.length / PAGE - 1))), log }),
  ]
  const damaged: FileSet = { file, log, ...damages[at(damages.length)]?.() }
  writeFileSync(path, damaged.file)
  if (damaged.log !== undefined) writeFileSync(`${path}-wal`, damaged.log)
  if (random() < 0.2) writeFileSync(`${path}-shm`, noise(1 + at(40_000)))
}

function overwrite(bytes: Buffer, at: number, by: Buffer): Buffer {
  by.copy(bytes, at)
  return bytes
}

function flip(bytes: Buffer, at: number): Buffer {
  bytes[at] = (bytes[at] ?? 0) ^ 0x55
  return bytes
}

function pageOf(file: Buffer, index: number): Buffer {
  return Buffer.from(file.subarray(index * PAGE, (index + 1) * PAGE))
}
