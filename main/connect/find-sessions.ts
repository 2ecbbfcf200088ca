import { parseRecord } from '../base/json/parse-json.ts'
import { join } from 'node:path'
import type { FileSystem } from '../base/file-system.ts'
import { isAlive } from '../base/process-identity.ts'
import type { ClaudeFiles } from './find-settings.ts'
import { BASE_URL } from './variables.ts'

export interface RunningSession {
  pid: number
  cwd?: string
  /** In ms since 1970. */
  startedAt?: number
  version?: string
  /** The address in the environment it was started with; known on Linux only. */
  startedWith?: string
}

/**
 * Running Claude Code sessions that use these settings. Each writes a file into a folder (seen in 2.1.329); on Linux,
 * older versions are found by process name.
 */
export async function findSessions(fs: FileSystem, files: ClaudeFiles): Promise<RunningSession[]> {
  const noted = await readNotes(fs, files.sessions)
  // Scanning all processes is slow and not needed when the sessions folder exists.
  const isOld = noted === undefined && process.platform === 'linux' && (await exists(fs, files.folder))
  const sessions = isOld ? await readProcesses(fs, files) : (noted ?? [])
  return Promise.all(sessions.map(async (session) => ({ ...session, ...(await startOf(fs, session.pid)) })))
}

/** Undefined if this version of Claude Code has no sessions folder. */
async function readNotes(fs: FileSystem, folder: string): Promise<RunningSession[] | undefined> {
  const names = await fs.readdir(folder).catch(() => undefined)
  if (names === undefined) return undefined
  const notes = await Promise.all(
    // Other files in this folder hold keys.
    names.filter((name) => /^\d+\.json$/.test(name)).map((name) => readNote(fs, join(folder, name))),
  )
  return notes.filter((note) => note !== undefined)
}

async function readNote(fs: FileSystem, path: string): Promise<RunningSession | undefined> {
  const note = parseRecord(await fs.readFile(path, 'utf8').catch(() => '')) ?? {}
  const { pid, procStart, cwd, startedAt, version } = note
  if (typeof pid !== 'number') return undefined
  // A killed session leaves its file behind.
  if (!isAlive({ pid, birth: typeof procStart === 'string' ? procStart : null })) return undefined
  return {
    pid,
    ...(typeof cwd === 'string' && { cwd }),
    ...(typeof startedAt === 'number' && { startedAt }),
    ...(typeof version === 'string' && { version }),
  }
}

/** Processes named `claude` that read these settings, except those we started to ask for the version. */
async function readProcesses(fs: FileSystem, files: ClaudeFiles): Promise<RunningSession[]> {
  const names = await fs.readdir('/proc').catch(() => [])
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number)
  const found = await Promise.all(pids.map((pid) => readProcess(fs, files, pid)))
  return found.filter((session) => session !== undefined)
}

async function readProcess(
  fs: FileSystem,
  files: ClaudeFiles,
  pid: number,
): Promise<RunningSession | undefined> {
  if ((await readText(fs, `/proc/${pid}/comm`)).trim() !== 'claude') return undefined
  const parent = /^PPid:\s*(\d+)$/m.exec(await readText(fs, `/proc/${pid}/status`))?.[1]
  const env = await readEnvironment(fs, pid)
  const folder = env.get('CLAUDE_CONFIG_DIR') || join(env.get('HOME') ?? '/nowhere', '.claude')
  if (Number(parent) === process.pid || folder !== files.folder) return undefined
  const cwd = await fs.readlink(`/proc/${pid}/cwd`).catch(() => undefined)
  return { pid, ...(cwd !== undefined && { cwd }) }
}

async function exists(fs: FileSystem, path: string): Promise<boolean> {
  return fs.stat(path).then(
    () => true,
    () => false,
  )
}

async function startOf(fs: FileSystem, pid: number): Promise<{ startedWith?: string }> {
  const startedWith = (await readEnvironment(fs, pid)).get(BASE_URL)
  return startedWith ? { startedWith } : {}
}

/** Empty if it cannot be read: on other systems, or for other users' processes. */
async function readEnvironment(fs: FileSystem, pid: number): Promise<Map<string, string>> {
  const text = await readText(fs, `/proc/${pid}/environ`)
  return new Map(
    text.split('\0').map((entry): [string, string] => {
      const at = entry.indexOf('=')
      return [entry.slice(0, at), entry.slice(at + 1)]
    }),
  )
}

async function readText(fs: FileSystem, path: string): Promise<string> {
  return fs.readFile(path, 'utf8').catch(() => '')
}
