import { execFileSync, spawnSync, type SpawnSyncOptions } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium } from './stand-in/find-chromium.ts'

/**
 * Finds a Chromium for the tests; on Debian, as root, installs the system's. If there is none, exits with instructions.
 */
export function ensureChromium(): { path: string; version: string } {
  const path = findChromium() ?? installOnDebian()
  if (path === undefined) {
    console.error(
      'No Chromium found. Install one: npx playwright install chromium, or your system’s package.',
    )
    process.exit(1)
  }
  return { path, version: versionOf(path) }
}

function installOnDebian(): string | undefined {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return undefined
  console.log('No Chromium found; installing Debian’s …')
  const options: SpawnSyncOptions = { stdio: ['ignore', 'ignore', 'inherit'] }
  spawnSync('apt-get', ['update', '-qq'], options)
  spawnSync('apt-get', ['install', '-y', '-qq', 'chromium'], {
    ...options,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return findChromium()
}

function versionOf(path: string): string {
  // On Windows, Chrome opens a window instead of printing its version.
  if (process.platform === 'win32') return 'Chromium'
  return execFileSync(path, ['--version'], { encoding: 'utf8' }).trim()
}
