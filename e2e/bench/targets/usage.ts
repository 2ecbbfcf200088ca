import { readdirSync, readFileSync } from 'node:fs'

export interface Cpu {
  /** CPU seconds of all threads of the process and of its children. NaN without /proc. */
  total: number
  /** Share of the process's main thread. */
  main: number
}

const NANOSECONDS = 1e9

/**
 * Measures CPU time from this call on, in nanoseconds, from `/proc/<pid>/task/<tid>/schedstat`. The time of a thread or
 * child that ends before `read` is lost.
 */
export function startCpuClock(pid: number): { read: () => Cpu } {
  const before = threadTimes(pid)
  return {
    read() {
      if (process.platform !== 'linux') return { total: Number.NaN, main: Number.NaN }
      const spent = [...threadTimes(pid)].map(([tid, time]) => ({ tid, time: time - (before.get(tid) ?? 0) }))
      const main = spent.find(({ tid }) => tid === String(pid))?.time ?? Number.NaN
      const total = spent.reduce((sum, { time }) => sum + time, 0)
      return { total: total / NANOSECONDS, main: main / NANOSECONDS }
    },
  }
}

/** Resident memory of a process and its children in MB (10^6 bytes); NaN without /proc. */
export function residentMb(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN
  const kib = processTree(pid).map((one) =>
    Number(/VmRSS:\s+(\d+)/.exec(readProc(`${one}/status`))?.[1] ?? 0),
  )
  return (kib.reduce((sum, one) => sum + one, 0) * 1024) / 1e6
}

function threadTimes(pid: number): Map<string, number> {
  const times = new Map<string, number>()
  if (process.platform !== 'linux') return times
  for (const one of processTree(pid)) {
    for (const tid of threads(one)) {
      const [onCpu = '0'] = readProc(`${one}/task/${tid}/schedstat`).split(' ')
      times.set(tid, Number(onCpu))
    }
  }
  return times
}

function processTree(pid: number): number[] {
  const children = threads(pid).flatMap((tid) => readProc(`${pid}/task/${tid}/children`).split(' '))
  return [
    pid,
    ...children.filter((child) => child.trim() !== '').flatMap((child) => processTree(Number(child))),
  ]
}

function threads(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}

/** Empty if the process or thread has just ended. */
function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'utf8')
  } catch {
    return ''
  }
}
