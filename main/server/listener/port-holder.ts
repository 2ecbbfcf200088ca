import { execFile } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import { TOOL_FOLDER } from '../../base/tool-folder.ts'
import { programName } from './program-name.ts'

export interface PortHolder {
  pid: number
  name?: string
}

const run = promisify(execFile)

/** Time limit of the lookup in ms. The result only improves an error message. */
const TOOL_LIMIT = 2_000

/**
 * Finds the process that listens on a TCP port of this machine, as far as this user may see it. Never touches it.
 *
 * @returns `undefined` when it can't be determined
 */
export async function findPortHolder(
  port: number,
  platform: NodeJS.Platform,
): Promise<PortHolder | undefined> {
  try {
    if (platform === 'linux') return await fromProc(port)
    if (platform === 'darwin') return await fromLsof(port)
    if (platform === 'win32') return await fromNetstat(port)
  } catch {
    // The tool is missing, permission is denied, or the process ended: the message does without a name.
  }
  return undefined
}

/** `/proc/net/tcp` gives the socket's inode, `/proc/<pid>/fd` the process that has it open (proc(5)). */
async function fromProc(port: number): Promise<PortHolder | undefined> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(readText))
  const wanted = new Set(tables.flatMap((table) => listeningInodes(table, port)))
  if (wanted.size === 0) return undefined
  for (const pid of await readdir('/proc')) {
    if (/^\d+$/.test(pid) && (await holdsSocket(pid, wanted))) {
      const name = await nameFromProc(pid)
      return { pid: Number(pid), ...(name !== undefined && { name }) }
    }
  }
  return undefined
}

/** From its arguments rather than `comm`, which is a thread name: `MainThread` for every Node program. */
async function nameFromProc(pid: string): Promise<string | undefined> {
  const args = (await readText(`/proc/${pid}/cmdline`)).split('\0').filter((arg) => arg !== '')
  return programName(args) ?? programName([basename(await readlink(`/proc/${pid}/exe`).catch(() => ''))])
}

/**
 * `  0: 0100007F:0D80 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 31337 …` → `31337`
 *
 * @internal exported for its test
 */
export function listeningInodes(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(suffix) === true && fields[3] === '0A')
    .flatMap((fields) => fields[9] ?? [])
}

async function holdsSocket(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  try {
    const descriptors = await readdir(`/proc/${pid}/fd`)
    const targets = await Promise.all(
      descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')),
    )
    return targets.some((target) => inodes.has(target.slice('socket:['.length, -1)))
  } catch {
    return false
  }
}

async function fromLsof(port: number): Promise<PortHolder | undefined> {
  const { stdout } = await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], {
    cwd: TOOL_FOLDER,
    timeout: TOOL_LIMIT,
  })
  const holder = parseLsof(stdout)
  if (holder === undefined) return undefined
  // lsof cuts the name to nine characters.
  const ps = await run('ps', ['-ww', '-o', 'command=', '-p', String(holder.pid)], {
    cwd: TOOL_FOLDER,
    timeout: TOOL_LIMIT,
  })
  return { ...holder, name: nameFromPs(ps.stdout, holder.name ?? '') }
}

/**
 * ps doesn't separate arguments, so a path with spaces can only be recognized by lsof's name for it.
 *
 * @internal exported for its test
 */
export function nameFromPs(command: string, known: string): string {
  const [first = '', ...rest] = command.trim().split(' ')
  return basename(first).startsWith(known) ? (programName([first, ...rest]) ?? known) : known
}

/**
 * `p4242\ncnode\nf21\n` → pid 4242, name node
 *
 * @internal exported for its test
 */
export function parseLsof(output: string): PortHolder | undefined {
  const pid = /^p(\d+)$/m.exec(output)?.[1]
  if (pid === undefined) return undefined
  const name = /^c(.+)$/m.exec(output)?.[1]
  return { pid: Number(pid), ...(name !== undefined && { name }) }
}

async function fromNetstat(port: number): Promise<PortHolder | undefined> {
  // `-p TCP` would omit IPv6.
  const { stdout } = await run('netstat', ['-ano'], {
    cwd: TOOL_FOLDER,
    timeout: TOOL_LIMIT,
    windowsHide: true,
  })
  const pid = parseNetstat(stdout, port)
  if (pid === undefined) return undefined
  const tasks = await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'], {
    cwd: TOOL_FOLDER,
    timeout: TOOL_LIMIT,
    windowsHide: true,
  })
  const name = /^"([^"]+)"/.exec(tasks.stdout.trim())?.[1]
  return { pid, ...(name !== undefined && { name }) }
}

/**
 * `  TCP    127.0.0.1:3456   0.0.0.0:0   LISTENING   4242` → 4242. The state's name is localized; `:0` isn't.
 *
 * @internal exported for its test
 */
export function parseNetstat(output: string, port: number): number | undefined {
  for (const line of output.split('\n')) {
    const [protocol, local, remote, , pid] = line.trim().split(/\s+/)
    if (protocol === 'TCP' && local?.endsWith(`:${port}`) === true && remote?.endsWith(':0') === true) {
      return Number(pid)
    }
  }
  return undefined
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}
