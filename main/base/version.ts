import { readFileSync } from 'node:fs'

declare const SIGNALBOX_VERSION: string | undefined
declare const SIGNALBOX_BUILD: { commit: string; date: string } | undefined

/** The version from package.json: written into the bundle by the build, read from the file when run from source. */
export function readVersion(): string {
  if (typeof SIGNALBOX_VERSION === 'string') return SIGNALBOX_VERSION
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  )
  return manifest.version
}

/** The source revision, as far as the build knew it. */
export function readBuild(version: string): { version: string; commit: string; date: string } {
  if (typeof SIGNALBOX_BUILD === 'object') return { version, ...SIGNALBOX_BUILD }
  return { version, commit: 'unknown', date: 'unknown' }
}
