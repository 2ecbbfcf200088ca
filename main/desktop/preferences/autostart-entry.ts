/** In the Desktop Entry specification's quotes; doubled, because the file's own escapes are undone first. */
function quote(path: string): string {
  const quoted = path.replace(/["`$\\]/g, '\\$&').replaceAll('\\', '\\\\')
  return `"${quoted.replaceAll('%', '%%')}"`
}

/**
 * The file that starts the app with a Linux session, hidden (XDG Desktop Application Autostart Specification):
 * `/opt/my apps/Signalbox` → `Exec="/opt/my apps/Signalbox" --hidden`
 */
export function autostartEntry(executable: string): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.0',
    'Name=Signalbox',
    'Comment=A local proxy for Claude Code that you can see',
    `Exec=${quote(executable)} --hidden`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}

/** Whether a session would start what the file says. Its own switches are the desktop's way to turn it off. */
export function startsWithSession(entry: string): boolean {
  return (
    !/^[ \t]*Hidden[ \t]*=[ \t]*true[ \t\r]*$/im.test(entry) &&
    !/^[ \t]*X-GNOME-Autostart-enabled[ \t]*=[ \t]*false[ \t\r]*$/im.test(entry)
  )
}
