import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { untilFact } from '../fake-upstream/until-fact.ts'
import { installClaudeCode } from './install-claude-code.ts'

export interface ClaudeTerminal {
  /** Everything that the terminal has shown, without control sequences and white space: cells are drawn one by one. */
  shown: () => string
  /** Resolves once the terminal shows the text; white space doesn't count. */
  shows: (text: RegExp) => Promise<void>
  type: (text: string) => void
  close: () => Promise<void>
}

const LIMIT_MS = 40_000

/** Starts an interactive Claude Code in a terminal of its own, by `script` (util-linux), past its first-run questions. */
export async function startClaudeTerminal(options: {
  home: string
  cwd: string
  env?: Readonly<Record<string, string>>
}): Promise<ClaudeTerminal> {
  const { binary } = await installClaudeCode()
  const { home, cwd } = options
  await mkdir(cwd, { recursive: true })
  const state = {
    hasCompletedOnboarding: true,
    theme: 'dark',
    customApiKeyResponses: { approved: [KEY.slice(-20)], rejected: [] },
    projects: { [cwd]: { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true } },
  }
  await writeFile(join(home, '.claude.json'), JSON.stringify(state))
  const { PATH = '' } = process.env
  const child = spawn('script', ['-qefc', `stty cols 200 rows 40; exec '${binary}'`, '/dev/null'], {
    cwd,
    env: {
      PATH,
      HOME: home,
      TERM: 'xterm-256color',
      ANTHROPIC_API_KEY: KEY,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
      DISABLE_TELEMETRY: '1',
      DISABLE_ERROR_REPORTING: '1',
      ...options.env,
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  let hasClosed = false
  child.once('close', () => (hasClosed = true))
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece))
  const shown = () => stripVTControlCharacters(text).replaceAll(/\s/g, '')
  return {
    shown,
    async shows(pattern) {
      await untilFact({
        fact: () => pattern.test(shown()),
        onChange(listener) {
          child.stdout.on('data', listener)
          return () => child.stdout.off('data', listener)
        },
        timeoutMs: LIMIT_MS,
        explain: () => `the terminal showed:\n${shown().slice(-3000)}`,
      })
    },
    type: (keys) => void child.stdin.write(keys),
    async close() {
      if (hasClosed) return
      const closed = once(child, 'close')
      // The system hangs up on Claude Code when its terminal is gone.
      child.kill('SIGKILL')
      await closed
    },
  }
}

const KEY = 'sk-ant-not-a-key-but-long-enough-0123456789'
