import coerce from 'semver/functions/coerce.js'
import gte from 'semver/functions/gte.js'

/**
 * True if a version such as `2.1.41`, `v2.1.41`, `0.20` or `2.1.329 (Claude Code)` is the given release or later. A
 * pre-release counts as its release. False if one of them contains no version.
 */
export function isAtLeast(version: string | undefined, release: string | undefined): boolean {
  const found = coerce(version)
  const wanted = coerce(release)
  return found !== null && wanted !== null && gte(found, wanted)
}
