/*
 * The command that Claude Code runs for its status line. It needs nothing but `curl`, which macOS, Windows 10 and nearly
 * every Linux have, and prints nothing when Signalbox is off or doesn't respond in time.
 */

const PATH = '/api/statusline'

/** In seconds. Claude Code hides the line of a command that fails. */
const MAX_TIME = '0.3'

/**
 * The command for a Signalbox at an address.
 *
 * `-q` ignores the user's `.curlrc`, `--noproxy` an outbound proxy, which can't reach this computer. On Windows Claude
 * Code uses Git Bash or PowerShell: in PowerShell 5 `curl` is another command, and `@` must be quoted.
 */
export function statusLineCommand(baseUrl: string, platform: NodeJS.Platform): string {
  const { hostname } = new URL(baseUrl)
  const isWindows = platform === 'win32'
  const [curl, stdin] = isWindows ? ['curl.exe', "'@-'"] : ['curl', '@-']
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  return `${curl} -qsf --noproxy ${host} --max-time ${MAX_TIME} --data-binary ${stdin} ${baseUrl}${PATH}`
}

/**
 * A command that prints what `existing` prints, and our line below it. Both read Claude Code's JSON. If the existing
 * command fails, its output is dropped, as Claude Code does.
 *
 * @returns undefined on Windows, where it isn't known which shell the existing command is written for
 */
export function wrapStatusLine(existing: string, own: string, platform: NodeJS.Platform): string | undefined {
  if (platform === 'win32') return undefined
  const quoted = `'${existing.replaceAll("'", String.raw`'\''`)}'`
  return [
    'signalbox_in=$(cat)',
    `signalbox_out=$(printf '%s\\n' "$signalbox_in" | eval ${quoted}) || signalbox_out=`,
    `[ -z "$signalbox_out" ] || printf '%s\\n' "$signalbox_out"`,
    `printf '%s\\n' "$signalbox_in" | ${own} || :`,
  ].join('; ')
}

/** True for a command that only asks a Signalbox, at any address. */
export function isStatusLineCommand(command: string): boolean {
  return /^curl(?:\.exe)? -qsf [^;|&]*\/api\/statusline$/.test(command)
}
