import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface DesktopSystem {
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
  /** 0 for root; undefined on Windows. */
  uid: number | undefined
  /** True if a program may create user namespaces, which Chromium's sandbox needs. */
  hasNamespaces: () => boolean
}

/** The reason why no window can open on this system at all, as part of a sentence. */
export function displayObstacle({
  platform,
  env,
  uid,
}: Omit<DesktopSystem, 'hasNamespaces'>): string | undefined {
  if (platform !== 'linux') return undefined
  if (env['DISPLAY'] === undefined && env['WAYLAND_DISPLAY'] === undefined) return 'there is no display'
  // "Running as root without --no-sandbox is not supported" (Chromium's zygote host); we never switch it off for pages.
  return uid === 0 ? 'Electron’s sandbox doesn’t run as root' : undefined
}

/**
 * The reason why this Electron would abort at its start, as part of a sentence. An Electron from npm brings a
 * `chrome-sandbox` that isn't owned by root; without user namespaces, which Ubuntu ≥ 23.10 denies unknown programs,
 * Chromium ends with "The SUID sandbox helper binary was found, but is not configured correctly".
 */
export function sandboxObstacle(
  electron: string,
  { platform, hasNamespaces }: DesktopSystem,
): string | undefined {
  if (platform !== 'linux') return undefined
  const helper = join(dirname(electron), 'chrome-sandbox')
  const stat = statSync(helper, { throwIfNoEntry: false })
  if (stat === undefined || (stat.uid === 0 && (stat.mode & 0o4777) === 0o4755) || hasNamespaces())
    return undefined
  return `this system gives Electron’s sandbox no rights. To grant them, run: sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`
}

/** Tries it, as electron-builder's AppImages do. */
export function hasUserNamespaces(): boolean {
  const { status, error } = spawnSync('unshare', ['-Ur', 'true'], { stdio: 'ignore', timeout: 3_000 })
  // Without the program nothing is known; Electron then says itself what is wrong.
  return error !== undefined || status === 0
}

/** In ms. An Electron that ends by itself this early has not opened a window. */
const EARLY = 5_000

/**
 * The reason why Electron ended right after its start, as part of a sentence: a missing library (127, as from a shell)
 * or one of Chromium's own checks (SIGTRAP, SIGABRT). Undefined if it ended in another way.
 */
export function startFailure({
  code,
  signal,
  afterMs,
}: {
  code: number | null
  signal: NodeJS.Signals | null
  afterMs: number
}): string | undefined {
  if (afterMs > EARLY) return undefined
  if (code === 127) return 'a library that Electron needs is missing (see above)'
  if (signal === 'SIGTRAP' || signal === 'SIGABRT') return `Electron ended with ${signal} (see above)`
  return undefined
}
