import { posix, win32 } from 'node:path'
import type { FoundBy } from '../../../shared/health/cli.ts'
import type { CliSpec } from './cli-spec.ts'
import { type Environment, readVariable, splitPath } from './environment.ts'

export interface Candidate {
  /** Absolute. */
  path: string
  foundBy: FoundBy
}

export interface SearchSpace {
  env: Environment
  home: string
  platform: NodeJS.Platform
  /** The binary named in our own settings. Overrides every variable. */
  configuredPath?: string | undefined
  /** Directories of the login shell's PATH. */
  loginDirs: readonly string[]
  /** nvm's directories, newest Node.js first. */
  nvmDirs: readonly string[]
}

/** Every possible path of the binary, in search order and without duplicates. Pure: never accesses the disk. */
export function listCandidates(spec: CliSpec, space: SearchSpace): Candidate[] {
  const path = space.platform === 'win32' ? win32 : posix
  const inDir = (dir: string): string[] => fileNames(spec.binary, space).map((name) => path.join(dir, name))
  const from = (dirs: readonly string[], foundBy: FoundBy): Candidate[] =>
    dirs.flatMap(inDir).map((file) => ({ path: file, foundBy }))

  const all: Candidate[] = [
    ...listOverrides(spec, space).map((file): Candidate => ({ path: file, foundBy: 'override' })),
    ...from(splitPath(readVariable(space.env, 'PATH', space.platform), space.platform), 'path'),
    ...from(space.loginDirs, 'login_shell'),
    ...from(listKnownDirs(spec, space), 'known_location'),
  ]
  const seen = new Set<string>()
  return all.filter((candidate) => !seen.has(candidate.path) && seen.add(candidate.path))
}

/** Relative paths refer to the home folder: an untrusted folder must not decide what a background check runs. */
function listOverrides(spec: CliSpec, { env, home, platform, configuredPath }: SearchSpace): string[] {
  const path = platform === 'win32' ? win32 : posix
  return [configuredPath, ...spec.overrideVariables.map((name) => readVariable(env, name, platform))]
    .filter((value) => value !== undefined)
    .map((value) =>
      path.resolve(
        home,
        value.replace(/^~(?=[/\\])/, () => home),
      ),
    )
}

/** In the order of PATHEXT, limited to types that we can start. npm writes .cmd and .ps1 side by side. */
function fileNames(binary: string, { env, platform }: SearchSpace): string[] {
  if (platform !== 'win32') return [binary]
  const listed = (readVariable(env, 'PATHEXT', platform) ?? '.COM;.EXE;.BAT;.CMD').toLowerCase().split(';')
  const startable = new Set(['.com', '.exe', '.bat', '.cmd', '.ps1'])
  return [...new Set([...listed, '.ps1'])]
    .filter((extension) => startable.has(extension))
    .map((extension) => binary + extension)
}

/** Directories of common installers, for a session whose PATH lacks them. */
function listKnownDirs(spec: CliSpec, { env, home, platform, nvmDirs }: SearchSpace): string[] {
  const path = platform === 'win32' ? win32 : posix
  const atHome = (...parts: string[]): string => path.join(home, ...parts)
  const common = [
    ...spec.installerDirs.map((dir) => atHome(...dir.split('/'))),
    atHome('node_modules', '.bin'),
    atHome('.npm-global', 'bin'),
    atHome('.volta', 'bin'),
    ...nvmDirs,
    atHome('.cache', '.bun', 'bin'),
    atHome('.bun', 'bin'),
    atHome('bin'),
  ]
  if (platform !== 'win32') return [...common, '/usr/local/bin', '/usr/bin', '/opt/homebrew/bin']

  const appData = readVariable(env, 'APPDATA', platform) ?? atHome('AppData', 'Roaming')
  const localAppData = readVariable(env, 'LOCALAPPDATA', platform) ?? atHome('AppData', 'Local')
  return [
    ...common,
    path.join(appData, 'npm'),
    path.join(localAppData, 'Programs', spec.binary),
    path.join(localAppData, 'Microsoft', 'WinGet', 'Links'),
  ]
}
