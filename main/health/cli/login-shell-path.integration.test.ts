import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { askLoginShell } from './ask-login-shell.ts'
import { createLoginShellPath, type LoginShellDeps } from './login-shell-path.ts'
import { isRunning } from './testing/is-running.ts'
import { createSandbox, type Sandbox } from './testing/sandbox.ts'

const signal = new AbortController().signal

function depsFor({ deps, home }: Sandbox, shell: string): LoginShellDeps {
  // Generous, because these tests are about the result; those about the limit set their own.
  return { ...deps, env: { HOME: home, SHELL: shell, PATH: '/usr/bin:/bin' }, timeoutMs: 20_000 }
}

const read = (deps: LoginShellDeps): Promise<readonly string[]> => createLoginShellPath(deps).read(signal)

/** The file in which each shell sets an interactive user's PATH. */
const SHELLS = [
  [
    '/bin/bash',
    '.bash_profile',
    'export PATH="/from/rc:/with space/bin:$PATH"',
    "export HTTPS_PROXY='http://a b$c' LAST=1",
  ],
  [
    '/usr/bin/zsh',
    '.zshrc',
    'export PATH="/from/rc:/with space/bin:$PATH"',
    "export HTTPS_PROXY='http://a b$c' LAST=1",
  ],
  [
    '/usr/bin/fish',
    '.config/fish/config.fish',
    'set -gx PATH /from/rc "/with space/bin" $PATH',
    "set -gx HTTPS_PROXY 'http://a b$c'; set -gx LAST 1",
  ],
  [
    '/bin/dash',
    '.profile',
    'export PATH="/from/rc:/with space/bin:$PATH"',
    "export HTTPS_PROXY='http://a b$c' LAST=1",
  ],
  [
    '/usr/bin/tcsh',
    '.tcshrc',
    'set path = ( /from/rc "/with space/bin" $path )',
    "setenv HTTPS_PROXY 'http://a b$c'; setenv LAST 1",
  ],
] as const

describe.skipIf(process.platform === 'win32')('createLoginShellPath', () => {
  for (const [shell, file, line] of SHELLS) {
    it.runIf(existsSync(shell))(`reads the PATH that ${shell} sets up`, async () => {
      const sandbox = await createSandbox()
      await sandbox.write(file, `${line}\n`)
      const dirs = await read(depsFor(sandbox, shell))
      expect(dirs.slice(0, 2)).toEqual(['/from/rc', '/with space/bin'])
      expect(dirs).toContain('/usr/bin')
    })
  }

  for (const [shell, file, , line] of SHELLS) {
    it.runIf(existsSync(shell))(`reads the variables that ${shell} exports`, async () => {
      const sandbox = await createSandbox()
      await sandbox.write(file, `${line}\n`)
      const names = ['FIRST', 'UNSET', 'HTTPS_PROXY', 'LAST']
      const told = await askLoginShell(depsFor(sandbox, shell), names, signal)
      expect(told?.values).toEqual({ HTTPS_PROXY: 'http://a b$c', LAST: '1' })
    })
  }

  it('is not misled by start files that print, trace and fail', async () => {
    const sandbox = await createSandbox()
    await sandbox.write(
      '.bash_profile',
      `echo "Welcome! PATH=/wrong:$PATH"; printf 'no newline'
set -x
trap 'echo "+ $BASH_COMMAND"' DEBUG
nosuchcommand
echo noise >&2
export PATH="/from/rc:$PATH"
`,
    )
    await sandbox.write('.bash_logout', 'echo bye /wrong\n')
    const dirs = await read(depsFor(sandbox, '/bin/bash'))
    expect(dirs[0]).toBe('/from/rc')
    expect(dirs).toContain('/usr/bin')
    expect(dirs.filter((dir) => !/^(?:\/[\w-]+)+$/.test(dir))).toEqual([])
    expect(dirs).not.toContain('/wrong')
  })

  it('asks without -i when the interactive start files end the shell', async () => {
    const sandbox = await createSandbox()
    const rc =
      'case $- in *i*) echo interactive >> "$HOME/asked"; exit 1;; esac\nexport PATH="/plain:$PATH"\n'
    await sandbox.write('.bash_profile', rc)
    expect((await read(depsFor(sandbox, '/bin/bash')))[0]).toBe('/plain')
    expect(await readFile(join(sandbox.home, 'asked'), 'utf8')).toBe('interactive\n')
  })

  it('gives up on start files that hang, and leaves no process', async () => {
    const sandbox = await createSandbox()
    await sandbox.write('.bash_profile', 'sleep 300 &\necho $! >> "$HOME/pids"\nwait\n')
    const started = performance.now()
    expect(await read({ ...depsFor(sandbox, '/bin/bash'), timeoutMs: 1_000 })).toEqual([])
    expect(performance.now() - started).toBeLessThan(10_000)
    const pids = await sandbox.pids()
    expect(pids).toHaveLength(1)
    await expect.poll(() => isRunning(pids[0] ?? 0)).toBe(false)
  })

  it('keeps an answer until it is cleared', async () => {
    const sandbox = await createSandbox()
    await sandbox.write('.bash_profile', 'export PATH="/one"\n')
    const login = createLoginShellPath(depsFor(sandbox, '/bin/bash'))
    expect(await login.read(signal)).toEqual(['/one'])
    await sandbox.write('.bash_profile', 'export PATH="/two"\n')
    expect(await login.read(signal)).toEqual(['/one'])
    login.clear()
    expect(await login.read(signal)).toEqual(['/two'])
  })

  it('asks again 300 s after a failure', async () => {
    const sandbox = await createSandbox()
    let now = 0
    await sandbox.write('.bash_profile', 'exit 1\n')
    const login = createLoginShellPath({ ...depsFor(sandbox, '/bin/bash'), now: () => now })
    expect(await login.read(signal)).toEqual([])
    await sandbox.write('.bash_profile', 'export PATH="/mended"\n')
    now = 299_999
    expect(await login.read(signal)).toEqual([])
    now = 300_000
    expect(await login.read(signal)).toEqual(['/mended'])
  })

  it('shows the start files no credential', async () => {
    const sandbox = await createSandbox()
    await sandbox.write('.bash_profile', 'env > "$HOME/seen"\n')
    const deps = depsFor(sandbox, '/bin/bash')
    await read({
      ...deps,
      env: { ...deps.env, ANTHROPIC_API_KEY: 'sk-ant-secret', SSH_AUTH_SOCK: '/run/agent' },
    })
    const seen = await readFile(join(sandbox.home, 'seen'), 'utf8')
    expect(seen).toContain('SSH_AUTH_SOCK=/run/agent')
    expect(seen).not.toContain('ANTHROPIC')
  })

  it('asks the shell of the user account when SHELL names no program', async () => {
    const sandbox = await createSandbox()
    for (const shell of ['/nowhere/zsh', 'bash', sandbox.home]) {
      expect(await read(depsFor(sandbox, shell))).toContain('/usr/bin')
    }
  })

  it('starts nothing on Windows', async () => {
    const sandbox = await createSandbox()
    await sandbox.write('.bash_profile', 'touch "$HOME/ran"\n')
    expect(await read({ ...depsFor(sandbox, '/bin/bash'), platform: 'win32' })).toEqual([])
    expect(existsSync(join(sandbox.home, 'ran'))).toBe(false)
  })
})
