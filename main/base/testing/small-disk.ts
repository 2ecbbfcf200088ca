import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Mounting requires root, and is not possible in every container. */
export function canMount(): boolean {
  const probe = mkdtempSync(join(tmpdir(), 'signalbox-mount-'))
  try {
    mountDisk(probe, '1m')
    unmountDisk(probe)
    return true
  } catch {
    return false
  } finally {
    rmSync(probe, { recursive: true, force: true })
  }
}

/** Mounts a small disk of its own at a folder. */
export function mountDisk(folder: string, size: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' })
}

export function remountDisk(folder: string, mode: 'ro' | 'rw'): void {
  execFileSync('mount', ['-o', `remount,${mode}`, folder])
}

export function unmountDisk(folder: string): void {
  execFileSync('umount', [folder], { stdio: 'ignore' })
}

/** Fills all free blocks of a disk. */
export function fillUp(path: string): void {
  const block = Buffer.alloc(4096)
  for (;;) {
    try {
      writeFileSync(path, block, { flag: 'a' })
    } catch {
      return
    }
  }
}
