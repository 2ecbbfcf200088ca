/** The command that points Claude Code at Signalbox, for the shell used on `platform`. */
export function connectCommand(baseUrl: string, platform: string | undefined): string {
  return platform === 'win32'
    ? `$env:ANTHROPIC_BASE_URL = "${baseUrl}"`
    : `export ANTHROPIC_BASE_URL=${baseUrl}`
}
