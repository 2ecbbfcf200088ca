import { join } from 'node:path'
import type { Environment } from '../find-settings.ts'

const POSIX_FILES = [
  '.profile',
  '.bashrc',
  '.bash_profile',
  '.bash_login',
  '.zshenv',
  '.zprofile',
  '.zshrc',
  '.zlogin',
  '.cshrc',
  '.tcshrc',
  '.pam_environment',
  join('.config', 'fish', 'config.fish'),
  join('.config', 'powershell', 'Microsoft.PowerShell_profile.ps1'),
]

const SYSTEM_FILES = ['/etc/environment', '/etc/profile', '/etc/zshenv', '/etc/zsh/zshenv']

/** Settings folders of VS Code and its derivatives. */
const EDITORS = ['Code', 'Code - Insiders', 'VSCodium', 'Cursor', 'Windsurf']

export interface Home {
  env: Environment
  home: string
  platform: NodeJS.Platform
}

/** Shell start files in which variables are commonly set. */
export function listShellFiles({ env, home, platform }: Home): string[] {
  if (platform === 'win32') {
    return ['WindowsPowerShell', 'PowerShell'].flatMap((folder) =>
      ['profile.ps1', 'Microsoft.PowerShell_profile.ps1'].map((file) =>
        join(home, 'Documents', folder, file),
      ),
    )
  }
  const zsh = env['ZDOTDIR']
    ? ['.zshenv', '.zprofile', '.zshrc'].map((file) => join(env['ZDOTDIR'] ?? '', file))
    : []
  return [...new Set([...POSIX_FILES.map((file) => join(home, file)), ...zsh, ...SYSTEM_FILES])]
}

/** Folders of files that set variables for a whole desktop session (environment.d(5)). */
export function listEnvironmentFolders({ home, platform }: Home): string[] {
  return platform === 'linux' ? [join(home, '.config', 'environment.d')] : []
}

export function listEditorFiles({ env, home, platform }: Home): string[] {
  const folder =
    platform === 'darwin'
      ? join(home, 'Library', 'Application Support')
      : platform === 'win32'
        ? env['APPDATA'] || join(home, 'AppData', 'Roaming')
        : env['XDG_CONFIG_HOME'] || join(home, '.config')
  return EDITORS.map((editor) => join(folder, editor, 'User', 'settings.json'))
}
