import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { COMMAND_LINE } from '../../base/command-line-switch.ts'
import { makeFolderSync } from '../../base/make-folder.ts'
import { readRegularFileSync } from '../../base/read-regular-file.ts'

export interface CommandLineTool {
  /** `packaged`: the system's package has installed it, or there is no installed app. */
  state: () => 'installed' | 'absent' | 'packaged'
  /**
   * Installs or removes the command `signalbox`.
   *
   * @returns its path
   * @throws the system's error, `EEXIST` if another program has a file there
   */
  change: (install: boolean) => string
}

export interface CommandLineToolDeps {
  packaged: boolean
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
  execPath: string
  home: string
}

/** In the file's second line: only a file with it is replaced or removed. */
const MARK = 'Made by Signalbox'

/**
 * The command `signalbox` in a terminal, for installations that have none: a small script in a folder of the user,
 * which needs no administrator. On Windows the folder is on every user's PATH; the uninstaller removes the script
 * (packaging/installer.nsh). deb and rpm packages bring `/usr/bin/signalbox` (packaging/signalbox.sh).
 */
export function createCommandLineTool(deps: CommandLineToolDeps): CommandLineTool {
  const place = placeOf(deps)
  if (place === undefined) return { state: () => 'packaged', change: () => '' }
  const { path, content } = place

  function write(): void {
    makeFolderSync(dirname(path))
    writeFileSync(path, content, { mode: 0o755 })
    chmodSync(path, 0o755)
  }
  function read(): string | undefined {
    try {
      return readRegularFileSync(path).toString('utf8')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      return ''
    }
  }
  const found = read()
  // The app was moved or updated: the old path would not start.
  if (found !== undefined && found.includes(MARK) && found !== content) {
    try {
      write()
    } catch {
      // The command fails with the shell's own error; the menu can remove it.
    }
  }
  return {
    state: () => (read()?.includes(MARK) === true ? 'installed' : 'absent'),
    change(install) {
      const present = read()
      if (present !== undefined && !present.includes(MARK))
        throw Object.assign(new Error(`EEXIST: ${path} is not ours`), { code: 'EEXIST' })
      if (install) write()
      else rmSync(path, { force: true })
      return path
    },
  }
}

function placeOf({ packaged, platform, env, execPath, home }: CommandLineToolDeps) {
  if (!packaged) return undefined
  const target = env['APPIMAGE'] ?? execPath
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local')
    const lines = ['@echo off', `rem ${MARK}`, `"${target.replaceAll('%', '%%')}" ${COMMAND_LINE} %*`, '']
    return { path: join(local, 'Microsoft', 'WindowsApps', 'signalbox.cmd'), content: lines.join('\r\n') }
  }
  if (platform === 'linux' && env['APPIMAGE'] === undefined) return undefined
  const quoted = `'${target.replaceAll("'", String.raw`'\''`)}'`
  // A command opens no page, and without the sandbox it also runs for root and in a terminal without user namespaces.
  const lines = ['#!/bin/sh', `# ${MARK}`, `exec ${quoted} --no-sandbox ${COMMAND_LINE} "$@"`, '']
  return { path: join(home, '.local', 'bin', 'signalbox'), content: lines.join('\n') }
}
