/**
 * The version in the output of `--version`, as ccproxy-api reads it: drops a pre-release suffix, and takes one whole
 * word if nothing looks like a version.
 *
 * `1.0.48 (Claude Code)` → `1.0.48` · `codex-cli 0.21.0` → `0.21.0` · `version2.1` → `version2.1` · `` → `unknown`
 */
export function parseVersion(output: string, fallbackToken: 'first' | 'last'): string {
  const match = /\bv?(\d+\.\d+(?:\.\d+)?)\b/.exec(output)
  if (match?.[1] !== undefined) return match[1]
  const words = output.split(/\s+/).filter((word) => word !== '')
  return words.at(fallbackToken === 'first' ? 0 : -1) ?? 'unknown'
}
