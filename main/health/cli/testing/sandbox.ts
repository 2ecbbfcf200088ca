import { chmod, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { CliProbeDeps } from '../probe-cli.ts'

export interface Sandbox {
  home: string
  /** The only directory of the sandbox that is on its PATH, besides the system's. */
  bin: string
  /** Writes a file below `home`, by default executable, and returns its path. */
  write: (path: string, content: string, mode?: number) => Promise<string>
  /** Ids that a script wrote with `echo $! >> "$HOME/pids"`. */
  pids: () => Promise<number[]>
  deps: CliProbeDeps
}

/** A temporary home directory, removed after the test. Its deps see nothing of the machine but /bin and /usr/bin. */
export async function createSandbox(overrides: Partial<CliProbeDeps> = {}): Promise<Sandbox> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'signalbox-cli-')))
  onTestFinished(() => rm(home, { recursive: true, force: true }))
  const bin = join(home, 'tools')
  await mkdir(bin)
  return {
    home,
    bin,
    write: async (path, content, mode = 0o755) => {
      const file = join(home, path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, content)
      await chmod(file, mode)
      return file
    },
    pids: async () => {
      const text = await readFile(join(home, 'pids'), 'utf8').catch(() => '')
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map(Number)
    },
    deps: {
      env: { HOME: home, PATH: `${bin}:/usr/bin:/bin` },
      home,
      platform: process.platform,
      now: Date.now,
      loginShellPath: () => Promise.resolve([]),
      ...overrides,
    },
  }
}
