import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Time limit of the download, in ms. A slow line needs many minutes for 110 MB. */
const LIMIT = 15 * 60_000

/** Interval of the progress display in a terminal, in ms. */
const SHOW_EVERY = 500

export type FoundElectron = { binary: string } | { obstacle: string }

/**
 * Downloads Electron's binary with the package's own installer, which `npm ci` no longer runs since Electron 42.
 * Announces it on stderr, with progress in a terminal.
 *
 * @param folder folder of the `electron` package
 * @returns the binary, or the reason for its absence as part of a sentence
 */
export async function fetchElectron(folder: string): Promise<FoundElectron> {
  const installer = join(folder, 'install.js')
  if (!existsSync(installer)) return { obstacle: 'the electron package isn’t installed (run npm ci)' }
  // The installer writes the archive into the temporary folder; a private one lets us measure progress.
  const temporary = mkdtempSync(join(tmpdir(), 'signalbox-electron-'))
  const progress = showProgress(temporary)
  try {
    const failure = await runInstaller(installer, temporary)
    const binary = failure === undefined ? installedElectron(folder) : undefined
    if (binary !== undefined) return { binary }
    return { obstacle: `the Electron download failed (${failure ?? 'the package contains no binary'})` }
  } finally {
    progress.end()
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** The binary that the package's installer has installed; undefined if there is none. */
export function installedElectron(folder: string, dist = join(folder, 'dist')): string | undefined {
  const pathFile = join(folder, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron'
  const binary = join(dist, name)
  return existsSync(binary) ? binary : undefined
}

/** Resolves with the reason of a failure. */
async function runInstaller(installer: string, temporary: string): Promise<string | undefined> {
  const child = spawn(process.execPath, [installer], {
    cwd: join(installer, '..'),
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: LIMIT,
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-10_000)))
  const [code, signal]: (number | string | null)[] = await once(child, 'close')
  if (code === 0) return undefined
  return signal === null ? reasonIn(stderr) : `it didn’t finish within ${LIMIT / 1000} s`
}

/** The error message in a failed Node program's output: `Error: getaddrinfo ENOTFOUND github.com` */
function reasonIn(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim())
  const said = lines.find((line) => /^\w*Error\b.*: /.test(line)) ?? lines.find((line) => line !== '')
  return said?.replace(/^\w*Error\b[^:]*: /, '').replace(/\.$/, '') ?? 'no reason given'
}

function showProgress(temporary: string): { end: () => void } {
  const { stderr } = process
  const text = 'Downloading Electron (about 110 MB, once) …'
  if (!stderr.isTTY) {
    stderr.write(`${text}\n`)
    return { end: () => undefined }
  }
  const show = () => stderr.write(`\r${text} ${Math.round(sizeOf(temporary) / 1e6)} MB`)
  show()
  const timer = setInterval(show, SHOW_EVERY)
  return {
    end() {
      clearInterval(timer)
      stderr.write('\n')
    },
  }
}

/** Total size of the files below a folder, in bytes. Tolerates files that change meanwhile. */
function sizeOf(folder: string): number {
  try {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    return files.reduce(
      (sum, file) => sum + (file.isFile() ? statSync(join(file.parentPath, file.name)).size : 0),
      0,
    )
  } catch {
    return 0
  }
}
