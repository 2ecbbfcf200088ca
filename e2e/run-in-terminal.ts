import { spawn } from 'node:child_process'
import { once } from 'node:events'

export interface Shown {
  code: number | null
  /** Visible output: stdout and stderr in order, with plain line breaks. */
  text: string
}

export interface TerminalCommand {
  args: readonly string[]
  cwd: string
  env: Readonly<Record<string, string>>
  /** Typed once the terminal shows `to`. */
  response?: { to: string; with: string }
}

/** Runs this Node with `args` in a terminal of its own, using `script` (util-linux). Linux only. */
export async function runInTerminal({ args, cwd, env, response }: TerminalCommand): Promise<Shown> {
  const command = [process.execPath, ...args].map((arg) => `'${arg.replaceAll("'", String.raw`'\''`)}'`)
  const child = spawn('script', ['-qefc', command.join(' '), '/dev/null'], {
    cwd,
    env: { TERM: 'dumb', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let text = ''
  let isAnswered = response === undefined
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
    if (isAnswered || response === undefined || !text.includes(response.to)) return
    isAnswered = true
    child.stdin.write(`${response.with}\r`)
  })
  const [code]: (number | null)[] = await once(child, 'close')
  return { code: code ?? null, text: text.replaceAll('\r\n', '\n') }
}
