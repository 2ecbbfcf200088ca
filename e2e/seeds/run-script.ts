import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface ScriptResult {
  /** 124 if it was killed. */
  code: number
  stdout: string
  stderr: string
}

interface Options {
  /** Added to the caller's environment. */
  env?: Readonly<Record<string, string>>
  /** Kills the script and its child processes after this many lines on stdout: for scripts that never end. */
  untilLines?: number
}

/** In ms. The scripts wait for nothing but our responses. */
const LIMIT = 15_000

/** Runs a command in a process group of its own and waits for its end. */
export function runScript(
  command: readonly string[],
  { env = {}, untilLines }: Options = {},
): Promise<ScriptResult> {
  const [file = '', ...args] = command
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    const output = { stdout: '', stderr: '' }
    let lines = 0
    const end = () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    }
    const timer = setTimeout(end, LIMIT)
    createInterface({ input: child.stdout }).on('line', (line) => {
      output.stdout += `${line}\n`
      if (++lines === untilLines) end()
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
    child.once('error', reject)
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve({ code: code ?? 124, ...output })
    })
  })
}
