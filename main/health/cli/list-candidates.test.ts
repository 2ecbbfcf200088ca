import { describe, expect, it } from 'vitest'
import type { CliSpec } from './cli-spec.ts'
import { listCandidates, type SearchSpace } from './list-candidates.ts'

const spec: CliSpec = {
  key: 'claude_cli',
  binary: 'claude',
  title: 'Claude CLI',
  overrideVariables: ['CLAUDE_CLI_PATH', 'CLAUDE_PATH', 'CLAUDE__CLI_PATH'],
  installerDirs: ['.local/bin', '.claude/local'],
  fallbackToken: 'first',
  statusCommandSince: '0.0.0',
  state: { variable: 'X', inMovedFolder: '', inHome: '.x' },
}

const onLinux: SearchSpace = {
  env: { PATH: '/p1:/p2' },
  home: '/home/jo',
  platform: 'linux',
  loginDirs: [],
  nvmDirs: [],
}

const onWindows: SearchSpace = {
  env: { Path: 'C:\\tools', PATHEXT: '.EXE;.VBS;.CMD', APPDATA: 'C:\\R', LOCALAPPDATA: 'C:\\L' },
  home: 'C:\\Users\\jo',
  platform: 'win32',
  loginDirs: [],
  nvmDirs: [],
}

function paths(space: SearchSpace): string[] {
  return listCandidates(spec, space).map(({ path }) => path)
}

describe('listCandidates', () => {
  it('looks in overrides, PATH, the login shell and the known places, in this order', () => {
    const env = { PATH: '/p1:/p2', CLAUDE__CLI_PATH: '/o3', CLAUDE_PATH: '/o2', CLAUDE_CLI_PATH: '/o1' }
    const space = {
      ...onLinux,
      env,
      configuredPath: '/set',
      loginDirs: ['/l1'],
      nvmDirs: ['/n/v22/bin', '/n/v20/bin'],
    }
    expect(paths(space)).toEqual([
      '/set',
      '/o1',
      '/o2',
      '/o3',
      '/p1/claude',
      '/p2/claude',
      '/l1/claude',
      '/home/jo/.local/bin/claude',
      '/home/jo/.claude/local/claude',
      '/home/jo/node_modules/.bin/claude',
      '/home/jo/.npm-global/bin/claude',
      '/home/jo/.volta/bin/claude',
      '/n/v22/bin/claude',
      '/n/v20/bin/claude',
      '/home/jo/.cache/.bun/bin/claude',
      '/home/jo/.bun/bin/claude',
      '/home/jo/bin/claude',
      '/usr/local/bin/claude',
      '/usr/bin/claude',
      '/opt/homebrew/bin/claude',
    ])
  })

  it('remembers at which station a path was met first', () => {
    const found = listCandidates(spec, { ...onLinux, loginDirs: ['/p2', '/l1', '/usr/bin'] })
    const station = new Map(found.map(({ path, foundBy }) => [path, foundBy]))
    expect(station.get('/p2/claude')).toBe('path')
    expect(station.get('/l1/claude')).toBe('login_shell')
    expect(station.get('/usr/bin/claude')).toBe('login_shell')
    expect(station.get('/home/jo/bin/claude')).toBe('known_location')
    expect(station.size).toBe(found.length)
  })

  it('takes a tilde in an override for the home directory, and starts a relative one there, never in the current folder', () => {
    const env = { CLAUDE_CLI_PATH: '~/x/claude', CLAUDE_PATH: 'y/claude' }
    expect(paths({ ...onLinux, env }).slice(0, 2)).toEqual(['/home/jo/x/claude', '/home/jo/y/claude'])
  })

  it('tries the kinds of PATHEXT that can be started, and .ps1 last, in each directory on Windows', () => {
    expect(paths(onWindows).slice(0, 6)).toEqual([
      'C:\\tools\\claude.exe',
      'C:\\tools\\claude.cmd',
      'C:\\tools\\claude.ps1',
      'C:\\Users\\jo\\.local\\bin\\claude.exe',
      'C:\\Users\\jo\\.local\\bin\\claude.cmd',
      'C:\\Users\\jo\\.local\\bin\\claude.ps1',
    ])
  })

  it('knows where npm, installers and WinGet put it on Windows', () => {
    const found = paths(onWindows)
    expect(found).toContain('C:\\R\\npm\\claude.cmd')
    expect(found).toContain('C:\\L\\Programs\\claude\\claude.exe')
    expect(found).toContain('C:\\L\\Microsoft\\WinGet\\Links\\claude.exe')
    expect(found.filter((path) => path.startsWith('/'))).toEqual([])
  })
})
