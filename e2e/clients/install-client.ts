import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

export interface Client {
  /** The program that a user's PATH would find, or the native program behind it. */
  binary: string
  version: string
}

export interface ClientSpec {
  /** Name of the folder, and of `<name>.package.json` and its lock file next to this one. */
  name: string
  package: string
  /** Looks for the client in an installed folder. */
  find: (folder: string) => Promise<Client | undefined>
}

const CLIENTS = import.meta.dirname

/**
 * Installs a pinned client (several hundred MB) under `e2e/clients/<name>/`, which git ignores, unless it is already
 * there. Safe to call from several processes at once: a folder appears complete or not at all. Rejects with npm's
 * output if npm fails.
 */
export async function installClient(spec: ClientSpec): Promise<Client> {
  const target = join(CLIENTS, spec.name)
  const wanted = await wantedVersion(spec)
  const present = await spec.find(target)
  if (present?.version === wanted) return present

  const folder = await mkdtemp(`${target}-`)
  try {
    await copyFile(join(CLIENTS, `${spec.name}.package.json`), join(folder, 'package.json'))
    await copyFile(join(CLIENTS, `${spec.name}.package-lock.json`), join(folder, 'package-lock.json'))
    await npm(['ci', '--no-audit', '--no-fund', '--ignore-scripts'], folder)
    await rename(folder, target).catch(async () => {
      // An older version is in the way, or another process was faster; its folder may already be in use.
      if ((await spec.find(target))?.version === wanted) return
      await rm(target, { recursive: true, force: true })
      await rename(folder, target)
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  const installed = await spec.find(target)
  if (installed?.version !== wanted)
    throw new Error(`npm installed no ${spec.package} ${wanted} for this system`)
  return installed
}

/** The `version` of a package.json; undefined without one. */
export async function readVersion(manifest: string): Promise<string | undefined> {
  const text = await readFile(manifest, 'utf8').catch(() => '{}')
  return readText(JSON.parse(text), 'version')
}

async function wantedVersion(spec: ClientSpec): Promise<string> {
  const path = join(CLIENTS, `${spec.name}.package.json`)
  const manifest: unknown = JSON.parse(await readFile(path, 'utf8'))
  const version = readText(readField(manifest, 'dependencies'), spec.package)
  if (version === undefined) throw new Error(`${path} does not name ${spec.package}`)
  return version
}

async function npm(args: readonly string[], cwd: string): Promise<void> {
  // Under `npm run` this is the npm in use; starting it through node works on Windows too.
  const { npm_execpath: cli } = process.env
  const windows = process.platform === 'win32'
  const [file, all] = cli === undefined ? ['npm', args] : [process.execPath, [cli, ...args]]
  await promisify(execFile)(file, all, { cwd, shell: cli === undefined && windows })
}

function readText(value: unknown, key: string): string | undefined {
  const field = readField(value, key)
  return typeof field === 'string' ? field : undefined
}

function readField(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
