/**
 * Quotes a path for the Desktop Entry specification. Backslashes are doubled, because the file's own escapes are undone
 * first.
 */
function quote(path: string): string {
  const quoted = path.replace(/["`$\\]/g, '\\$&').replaceAll('\\', '\\\\')
  return `"${quoted.replaceAll('%', '%%')}"`
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
    // A desktop ignores the entry once the program is gone.
    `TryExec=${executable.replaceAll('\\', '\\\\')}`,
    `Exec=${quote(executable)} --hidden`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}

/** True if a session would start the entry. Desktops turn it off with keys of their own. */
export function startsWithSession(entry: string): boolean {
  return (
    !/^[ \t]*Hidden[ \t]*=[ \t]*true[ \t\r]*$/im.test(entry) &&
    !/^[ \t]*X-GNOME-Autostart-enabled[ \t]*=[ \t]*false[ \t\r]*$/im.test(entry)
  )
}
