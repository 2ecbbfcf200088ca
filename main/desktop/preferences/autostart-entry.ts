/**
 * Quotes a path for the Desktop Entry specification. Backslashes are doubled, because the file's own escapes are undone
 * first.
 */
function quote(path: string): string {
  const quoted = path.replace(/["`$\\]/g, '\\$&').replaceAll('\\', '\\\\')
  return `"${quoted.replaceAll('%', '%%')}"`
}

/** The line that makes a desktop ignore the entry once the program is gone. */
function tryExec(executable: string): string {
  return `TryExec=${executable.replaceAll('\\', '\\\\')}`
}

/**
 * The file that starts the app hidden with a Linux session (XDG Desktop Application Autostart Specification):
 * `/opt/my apps/Signalbox` → `Exec="/opt/my apps/Signalbox" --hidden`
 */
export function autostartEntry(executable: string): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.0',
    'Name=Signalbox',
    'Comment=A local proxy for Claude Code with a tray app and dashboard',
    tryExec(executable),
    `Exec=${quote(executable)} --hidden`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}

/**
 * The entry of a program that has moved to `executable`: only its path is replaced, and whatever else the user has
 * changed stays. Undefined if there is nothing to replace, or if the user starts another program by it.
 */
export function moveEntry(entry: string, executable: string): string | undefined {
  const [line = '', path = ''] = /^TryExec=(.*)$/m.exec(entry) ?? []
  const old = path.replaceAll('\\\\', '\\')
  const start = `Exec=${quote(old)}`
  if (path === '' || old === executable || !entry.includes(start)) return undefined
  return entry.replace(line, () => tryExec(executable)).replace(start, () => `Exec=${quote(executable)}`)
}

/** True if a session would start the entry. Desktops turn it off with keys of their own. */
export function startsWithSession(entry: string): boolean {
  return (
    !/^[ \t]*Hidden[ \t]*=[ \t]*true[ \t\r]*$/im.test(entry) &&
    !/^[ \t]*X-GNOME-Autostart-enabled[ \t]*=[ \t]*false[ \t\r]*$/im.test(entry)
  )
}
