/**
 * The version with its pre-release suffix, or undefined. Reads `claude-cli/2.1.0-beta.1 (external)` as
 * `2.1.0-beta.1`: the text between the last slash and the first bracket, like later ccproxy-api versions.
 */
export function parseFullVersion(output: string): string | undefined {
  const name = output.split('(')[0] ?? ''
  const text = name.slice(name.lastIndexOf('/') + 1)
  return /\bv?(\d+\.\d+(?:\.\d+)?(?:-\w[\w.]*)?)/.exec(text)?.[1]
}
