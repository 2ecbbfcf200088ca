import { existsSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker, type WorkerOptions } from 'node:worker_threads'

/**
 * Starts a worker thread: its file is next to a module in the sources; once bundled, next to the program or above its
 * chunks.
 *
 * @param name the file name without extension, relative to `near` in the sources
 * @param near `import.meta.url` of the module that starts it
 */
export function startThread(
  name: string,
  near: string,
  options: Pick<WorkerOptions, 'name' | 'workerData' | 'resourceLimits'>,
): Worker {
  const bundled = basename(name)
  const places = [`./${name}.ts`, `./${bundled}.js`, `../${bundled}.js`]
  const found = places.map((place) => new URL(place, near)).find((url) => existsSync(fileURLToPath(url)))
  if (found === undefined) throw new Error(`${name} is missing from this build`)
  if (!found.pathname.endsWith('.ts')) return new Worker(found, { ...options, execArgv: [] })
  return new Worker(bootOf(found), { ...options, execArgv: [], eval: true })
}

/**
 * Node strips types with WebAssembly; when threads that do so start and end, V8 occasionally crashes the whole process
 * (https://github.com/nodejs/node/issues/64500). So a thread gets its modules as JavaScript, stripped here.
 */
function bootOf(entry: URL): string {
  return `
    const { registerHooks } = require('node:module')
    const sources = new Map(${JSON.stringify([...stripAll(entry)])})
    registerHooks({
      load(url, context, next) {
        const source = sources.get(url)
        return source === undefined ? next(url, context) : { format: 'module', source, shortCircuit: true }
      },
    })
    void import(${JSON.stringify(entry.href)})`
}

/** JavaScript by URL: of a module and of all our modules that it imports. */
function stripAll(entry: URL): Map<string, string> {
  const sources = new Map<string, string>()
  const open = [entry.href]
  for (let url = open.pop(); url !== undefined; url = open.pop()) {
    if (sources.has(url)) continue
    const source = strip(readFileSync(new URL(url), 'utf8'))
    sources.set(url, source)
    for (const [, path = ''] of source.matchAll(/\b(?:from|import)[\s(]*'(\.[^']+\.ts)'/g))
      open.push(new URL(path, url).href)
  }
  return sources
}

/** Like Node's own loader: without the experimental warning. */
function strip(source: string): string {
  const warn: unknown = Reflect.get(process, 'emitWarning')
  Reflect.set(process, 'emitWarning', () => undefined)
  try {
    return stripTypeScriptTypes(source)
  } finally {
    Reflect.set(process, 'emitWarning', warn)
  }
}
