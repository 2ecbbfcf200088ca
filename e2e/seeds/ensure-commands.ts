import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Commands that the health documents use, or that measure Signalbox, with their Debian packages. */
const PACKAGES = {
  bash: 'bash',
  bc: 'bc',
  curl: 'curl',
  jq: 'jq',
  promtool: 'prometheus',
  strace: 'strace',
  wget: 'wget',
} as const

type Command = keyof typeof PACKAGES

/**
 * Ensures that these commands exist; on Debian, as root, installs missing ones.
 *
 * @throws with installation instructions if that is not possible
 */
export function ensureCommands(commands: readonly Command[]): void {
  const missing = commands.filter((command) => !isInstalled(command))
  if (missing.length === 0) return
  if (canInstall()) install(missing.map((command) => PACKAGES[command]))
  const still = commands.filter((command) => !isInstalled(command))
  if (still.length > 0) throw new Error(`This test needs ${still.join(', ')}. ${hint(still)}`)
}

/** True if `ensureCommands` can succeed; otherwise the test is skipped. */
export function canHave(commands: readonly Command[]): boolean {
  return canInstall() || commands.every(isInstalled)
}

function isInstalled(command: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((dir) => existsSync(join(dir, command)))
}

function canInstall(): boolean {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0
}

function install(packages: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env })
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    stdio: 'ignore',
    env,
  })
}

function hint(commands: readonly Command[]): string {
  return `On Debian: apt-get install ${commands.map((command) => PACKAGES[command]).join(' ')}`
}
