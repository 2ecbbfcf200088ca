import { describe, expect, it } from 'vitest'
import { planSpawn } from './plan-spawn.ts'

const env = { SYSTEMROOT: 'C:\\Windows', comspec: 'C:\\Windows\\System32\\cmd.exe' }

function planOnWindows(path: string): ReturnType<typeof planSpawn> {
  return planSpawn({ path, args: ['--version'], env, platform: 'win32' })
}

describe('planSpawn', () => {
  it('starts a file by itself on POSIX, whatever its name', () => {
    expect(
      planSpawn({ path: '/a b/claude.cmd', args: ['auth', 'status'], env: {}, platform: 'linux' }),
    ).toEqual({
      file: '/a b/claude.cmd',
      args: ['auth', 'status'],
      verbatim: false,
    })
  })

  it('starts an .exe by itself on Windows', () => {
    expect(planOnWindows('C:\\Users\\Jo Do\\.local\\bin\\claude.EXE')).toEqual({
      file: 'C:\\Users\\Jo Do\\.local\\bin\\claude.EXE',
      args: ['--version'],
      verbatim: false,
    })
  })

  it('hands a .cmd to cmd.exe, as one line that Node must not quote again', () => {
    expect(planOnWindows('C:\\Users\\jo\\AppData\\Roaming\\npm\\claude.cmd')).toEqual({
      file: 'C:\\Windows\\System32\\cmd.exe',
      args: ['/d', '/s', '/c', '"C:\\Users\\jo\\AppData\\Roaming\\npm\\claude.cmd --version"'],
      verbatim: true,
    })
  })

  it.each([
    ['C:\\Jo Do\\claude.cmd', '"C:\\Jo^ Do\\claude.cmd --version"'],
    ['C:\\100%PATH%\\claude.bat', '"C:\\100^%PATH^%\\claude.bat --version"'],
    ['C:\\R&D (new)\\claude.cmd', '"C:\\R^&D^ ^(new^)\\claude.cmd --version"'],
    ['C:\\a^b!\\claude.cmd', '"C:\\a^^b^!\\claude.cmd --version"'],
  ])('keeps cmd.exe from reading anything into %s', (path, line) => {
    expect(planOnWindows(path).args.at(-1)).toBe(line)
  })

  it('hands a .ps1 to PowerShell without the user profile', () => {
    expect(planOnWindows('C:\\npm\\claude.ps1')).toEqual({
      file: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
      args: ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', 'C:\\npm\\claude.ps1', '--version'],
      verbatim: false,
    })
  })

  it('refuses an argument that would need quoting', () => {
    expect(() => planSpawn({ path: '/bin/x', args: ['a b'], env, platform: 'win32' })).toThrow(RangeError)
  })
})
