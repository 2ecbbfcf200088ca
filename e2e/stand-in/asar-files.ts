import fs from 'node:fs'
import { registerHooks, syncBuiltinESMExports } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath, pathToFileURL } from 'node:url'
import threads from 'node:worker_threads'

interface HeaderEntry {
  files?: Record<string, HeaderEntry>
  offset?: string
  size?: number
}

/**
 * Makes an asar archive look like a folder to this thread, for modules and for the functions of `fs` that the app uses,
 * as Electron does (https://github.com/electron/asar#format). Nothing is extracted.
 */
export function installAsar(archive: string): void {
  const entries = readArchive(archive)
  const find = (path: unknown) =>
    typeof path === 'string' ? entries.get(path.replace(/\/$/, '')) : undefined
  hookModules(archive, find)
  patchFiles(find)
  patchWorkers()
  syncBuiltinESMExports()
}

/** undefined: outside the archive. null: a folder in it. */
type Find = (path: unknown) => Buffer | null | undefined

function readArchive(archive: string): Map<string, Buffer | null> {
  const bytes = fs.readFileSync(archive)
  const start = 8 + bytes.readUInt32LE(4)
  const header = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12))) as HeaderEntry
  const entries = new Map<string, Buffer | null>()
  function add(path: string, { files, offset, size = 0 }: HeaderEntry): void {
    const from = start + Number(offset ?? 0)
    entries.set(path, files === undefined ? bytes.subarray(from, from + size) : null)
    for (const [name, entry] of Object.entries(files ?? {})) add(join(path, name), entry)
  }
  add(archive, header)
  return entries
}

function hookModules(archive: string, find: Find): void {
  const root = `${pathToFileURL(archive).href}/`
  registerHooks({
    resolve(specifier, context, next) {
      const isPath = /^(\.{0,2}\/|file:)/.test(specifier)
      const url = isPath ? new URL(specifier, context.parentURL).href : ''
      if (!url.startsWith(root)) return next(specifier, context)
      const format = extname(url) === '.json' ? 'json' : extname(url) === '.cjs' ? 'commonjs' : 'module'
      return { url, format, importAttributes: context.importAttributes, shortCircuit: true }
    },
    load(url, context, next) {
      if (!url.startsWith(root)) return next(url, context)
      const source = find(fileURLToPath(url))
      if (!source) throw new Error(`Cannot find module '${url}'`)
      return { format: context.format ?? 'module', source, shortCircuit: true }
    },
  })
}

function patchFiles(find: Find): void {
  const read = (found: Buffer, options: unknown) =>
    typeof options === 'string' || hasEncoding(options) ? found.toString() : Buffer.from(found)
  const contentOf = (found: Buffer | null) => found ?? fail('EISDIR')
  patch(fs, 'existsSync', find, () => true)
  patch(fs, 'readFileSync', find, (found, _path, options) => read(contentOf(found), options))
  for (const name of ['statSync', 'lstatSync'] as const) patch(fs, name, find, (found) => statOf(found))
  patch(fs, 'realpathSync', find, (_found, path) => path)
  patch(fs, 'createReadStream', find, (found, _path, options) => {
    const { start = 0, end = Infinity } = (options ?? {}) as { start?: number; end?: number }
    return Readable.from([contentOf(found).subarray(start, end + 1)])
  })
  for (const name of ['stat', 'lstat'] as const) patchCallback(name, find, (found) => statOf(found))
  patchCallback('readFile', find, (found, options) => read(contentOf(found), options))
  for (const name of ['stat', 'lstat'] as const)
    patch(fs.promises, name, find, (found) => Promise.resolve(statOf(found)))
  patch(fs.promises, 'readFile', find, async (found, _path, options) => read(contentOf(found), options))
  patch(fs.promises, 'realpath', find, (_found, path) => Promise.resolve(path))
  patch(fs.promises, 'access', find, () => Promise.resolve())
}

/** Electron sets the archive up in every thread, whatever its options. */
function patchWorkers(): void {
  const { Worker } = threads
  threads.Worker = class extends Worker {
    constructor(file: string | URL, options: threads.WorkerOptions = {}) {
      const register = new URL('./register.ts', import.meta.url).href
      super(file, { ...options, execArgv: [...(options.execArgv ?? []), '--import', register] })
    }
  }
}

type Act = (found: Buffer | null, path: unknown, options: unknown) => unknown

/** Replaces a function for paths in the archive. */
function patch(target: object, name: string, find: Find, act: Act): void {
  const original: unknown = Reflect.get(target, name)
  if (typeof original !== 'function') throw new TypeError(`fs has no ${name}`)
  const patched = (path: unknown, ...rest: unknown[]) => {
    const found = find(path)
    if (found === undefined) return Reflect.apply(original, target, [path, ...rest]) as unknown
    return act(found, path, rest[0])
  }
  Reflect.set(target, name, Object.assign(patched, original))
}

function patchCallback(
  name: string,
  find: Find,
  act: (found: Buffer | null, options: unknown) => unknown,
): void {
  const original: unknown = Reflect.get(fs, name)
  if (typeof original !== 'function') throw new TypeError(`fs has no ${name}`)
  const patched = (path: unknown, ...rest: unknown[]) => {
    const found = find(path)
    const done = rest.at(-1)
    if (found === undefined || typeof done !== 'function')
      return Reflect.apply(original, fs, [path, ...rest]) as unknown
    setImmediate(() => {
      try {
        Reflect.apply(done, undefined, [null, act(found, rest[0])])
      } catch (error) {
        Reflect.apply(done, undefined, [error])
      }
    })
    return undefined
  }
  Reflect.set(fs, name, Object.assign(patched, original))
}

function statOf(found: Buffer | null): fs.Stats {
  // A real file and a real folder, with the size and no more.
  const stat = fs.lstatSync(found === null ? dirname(process.execPath) : process.execPath)
  return Object.assign(stat, { size: found?.length ?? 0 })
}

function hasEncoding(options: unknown): boolean {
  return (
    typeof options === 'object' && options !== null && typeof Reflect.get(options, 'encoding') === 'string'
  )
}

function fail(code: string): never {
  throw Object.assign(new Error(`${code}: illegal operation on a directory, read`), { code })
}
