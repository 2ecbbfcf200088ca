import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** Ids of all processes below `pid`, in any group. Empty if the system doesn't list them. POSIX only. */
export async function listDescendants(pid: number, platform: NodeJS.Platform): Promise<number[]> {
  const childrenOf = new Map<number, number[]>()
  for (const [child, parent] of await listParents(platform)) {
    childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), child])
  }
  const found: number[] = []
  const queue = [pid]
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const children = childrenOf.get(next) ?? []
    childrenOf.delete(next)
    found.push(...children)
    queue.push(...children)
  }
  return found
}

type Parentage = [pid: number, parent: number]

/** Linux uses /proc, because slim images lack `ps`. */
async function listParents(platform: NodeJS.Platform): Promise<Parentage[]> {
  try {
    return platform === 'linux' ? await readProc() : await runPs()
  } catch {
    return []
  }
}

async function readProc(): Promise<Parentage[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const rows = await Promise.all(
    pids.map(async (pid): Promise<Parentage | undefined> => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
      // proc_pid_stat(5): `pid (name) state ppid …`; the name may contain spaces and brackets.
      const parent = /^ \S (\d+)/.exec(stat.slice(stat.lastIndexOf(')') + 1))?.[1]
      return parent === undefined ? undefined : [Number(pid), Number(parent)]
    }),
  )
  return rows.filter((row) => row !== undefined)
}

async function runPs(): Promise<Parentage[]> {
  const { stdout } = await promisify(execFile)('/bin/ps', ['-A', '-o', 'pid=,ppid='], { timeout: 1_000 })
  return [...stdout.matchAll(/^[ \t]*(\d+)[ \t]+(\d+)/gm)].map((match) => [
    Number(match[1]),
    Number(match[2]),
  ])
}
