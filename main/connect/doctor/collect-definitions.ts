import { join } from 'node:path'
import { findMember, toValue } from '../edit/members.ts'
import { codeOf, type FileSystem } from '../../base/file-system.ts'
import type { ClaudeFiles } from '../find-settings.ts'
import { variableOf } from '../variables.ts'
import { askSystem, type RunTool } from './ask-system.ts'
import type { FoundDefinition } from './found-definition.ts'
import { type Home, listEditorFiles, listEnvironmentFolders, listShellFiles } from './list-files.ts'
import { listProjects } from './list-projects.ts'
import type { Policies, Policy } from './read-policies.ts'
import { readEditorPlace } from './read-editor-place.ts'
import { readSettingsPlace } from './read-settings-place.ts'
import { readShellPlace } from './read-shell-place.ts'

/** In bytes. A larger file is not a start file. */
const MAX_FILE_BYTES = 2 * 1024 * 1024

/** A program whose output Claude Code sends as its credential (code.claude.com/docs/en/settings). */
const KEY_HELPER = 'apiKeyHelper'

export interface Search {
  fs: FileSystem
  home: Home
  files: ClaudeFiles
  /** Working folders of running sessions, which may be projects that Claude Code has not recorded yet. */
  folders: readonly string[]
  run: RunTool
  /** Settings that an administrator distributes outside of files. */
  policies: () => Promise<Policies>
}

export interface Collected {
  definitions: FoundDefinition[]
  /** `allowedProviders` of the managed settings; undefined if not set. */
  allowedProviders: unknown
  /** The managed or the user's settings name an `apiKeyHelper`. */
  hasKeyHelper: boolean
  /** Every path that was checked, existing or not. */
  searched: string[]
}

/** Sources that affect every session: managed settings, user settings, our own environment and shell start files. */
export async function collectGlobal(search: Search): Promise<Collected> {
  const { read, searched } = reader(search.fs)
  const { files, home } = search
  const managed: FoundDefinition[] = []
  let allowedProviders: unknown
  let hasKeyHelper = false
  for (const { path, text } of await readManaged(search, read)) {
    const { definitions, settings } = readSettingsPlace(text, { place: 'managed', path })
    managed.push(...definitions)
    const providers = findMember(settings?.root, 'allowedProviders')
    if (providers !== undefined) allowedProviders = toValue(providers.value)
    hasKeyHelper ||= findMember(settings?.root, KEY_HELPER) !== undefined
  }
  const path = files.settings
  const user = readSettingsPlace((await read(path)) ?? '', { place: 'user', path })
  hasKeyHelper ||= findMember(user.settings?.root, KEY_HELPER) !== undefined
  const environment = Object.entries(home.env).flatMap(([name, value]): FoundDefinition[] => {
    const variable = variableOf(name)
    return variable === undefined || !value ? [] : [{ variable, value, place: 'environment' }]
  })
  // The last one has the highest precedence.
  const definitions = [
    ...managed.toReversed(),
    ...user.definitions,
    ...environment,
    ...(await readShells(search, read)),
  ]
  return { definitions, allowedProviders, hasKeyHelper, searched }
}

/** All other sources: projects, the operating system, editors. */
export async function collectRest(
  search: Search,
): Promise<Omit<Collected, 'allowedProviders' | 'hasKeyHelper'>> {
  const { read, searched } = reader(search.fs)
  const { files, home } = search
  const definitions: FoundDefinition[] = []
  const projects = new Set([...listProjects(await read(files.state)), ...search.folders])
  for (const project of projects) {
    for (const place of ['local', 'project'] as const) {
      const path = join(project, '.claude', place === 'local' ? 'settings.local.json' : 'settings.json')
      // In the home folder, the project settings are the user settings.
      if (path === files.settings) continue
      definitions.push(...readSettingsPlace((await read(path)) ?? '', { place, path, project }).definitions)
    }
  }
  definitions.push(...(await askSystem(home.platform, search.run)))
  for (const path of listEditorFiles(home)) {
    definitions.push(...readEditorPlace((await read(path)) ?? '', path))
  }
  return { definitions, searched }
}

async function readShells(
  { fs, home }: Search,
  read: (path: string) => Promise<string | undefined>,
): Promise<FoundDefinition[]> {
  const folders = await Promise.all(
    listEnvironmentFolders(home).map(async (folder) =>
      (await fs.readdir(folder).catch(() => []))
        .filter((name) => name.endsWith('.conf'))
        .map((name) => join(folder, name)),
    ),
  )
  const paths = [...listShellFiles(home), ...folders.flat()]
  const found = await Promise.all(paths.map(async (path) => readShellPlace((await read(path)) ?? '', path)))
  return found.flat()
}

/** Managed settings that apply: policies of the administrator, else files, else the user's policy. */
async function readManaged(
  search: Search,
  read: (path: string) => Promise<string | undefined>,
): Promise<readonly Policy[]> {
  const paths = await managedFiles(search)
  const texts = await Promise.all(paths.map(async (path) => ({ path, text: await read(path) })))
  const files = texts.flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text }]))
  const { administrator, user } = await search.policies()
  return [administrator, files, user].find((found) => found.length > 0) ?? []
}

/** The base file, then the fragments in name order; later files override earlier ones. */
async function managedFiles({ fs, files: { managedFolder } }: Search): Promise<string[]> {
  const folder = join(managedFolder, 'managed-settings.d')
  const names: string[] = await fs.readdir(folder).catch(() => [])
  const fragments = names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).toSorted()
  return [join(managedFolder, 'managed-settings.json'), ...fragments.map((name) => join(folder, name))]
}

function reader(fs: FileSystem) {
  const searched: string[] = []
  /** Undefined for files that are missing, unreadable or too large. */
  const read = async (path: string): Promise<string | undefined> => {
    searched.push(path)
    try {
      const stat = await fs.stat(path)
      return stat.isFile() && stat.size <= MAX_FILE_BYTES ? await fs.readFile(path, 'utf8') : undefined
    } catch (error) {
      if (codeOf(error) === undefined) throw error
      return undefined
    }
  }
  return { searched, read }
}
