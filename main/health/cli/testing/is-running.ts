import { readFile } from 'node:fs/promises'

/** True while a process runs. A zombie, whose parent hasn't reaped it yet, doesn't count. */
export async function isRunning(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return signalReaches(pid)
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  return stat !== undefined && !/\) [ZX] /.test(stat)
}

function signalReaches(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
