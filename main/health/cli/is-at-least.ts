export type Release = readonly [major: number, minor: number, patch: number]

/** True if a version such as `2.1.41` or `0.20` is the given release or later. A pre-release counts as its release. */
export function isAtLeast(version: string, release: Release): boolean {
  const parts = version.split(/[.-]/).map(Number)
  for (const [index, wanted] of release.entries()) {
    const part = parts[index] ?? 0
    if (part !== wanted) return part > wanted
  }
  return true
}
