import { basename, isAbsolute, relative } from 'node:path'

/**
 * Returns the full command line for one of our commands: `stop --port 3457` → `npm run -s headless -- stop --port 3457`.
 */
export type HowToRun = (command: string) => string

export interface Started {
  /** As `process.argv`. */
  argv: readonly string[]
  env: Readonly<Record<string, string | undefined>>
  cwd: string
}

/** Derives from the start of this process how to run the next command. Pure. */
export function howToRun({ argv, env, cwd }: Started): HowToRun {
  const script = argv[1] ?? ''
  // npm names the script it runs; in a checkout these are the scripts of package.json.
  if (basename(script) === 'start.ts' || isOwnScript(env))
    return (command) => `npm run -s headless -- ${command}`
  if (env['npm_lifecycle_event'] === 'npx') return (command) => `npx signalbox ${command}`
  // `bin` in package.json: a link with that name, or the file in node_modules behind a .cmd.
  if (/^signalbox(\.\w+)?$/.test(basename(script)) || /[\\/]node_modules[\\/]signalbox[\\/]/.test(script))
    return (command) => `signalbox ${command}`
  return (command) => `node ${quote(shortPath(script, cwd))} ${command}`
}

function isOwnScript(env: Started['env']): boolean {
  const { npm_lifecycle_event: script = '', npm_package_name: name } = env
  return name === 'signalbox' && ['start', 'headless'].includes(script)
}

function shortPath(path: string, cwd: string): string {
  const near = relative(cwd, path)
  return near === '' || near.startsWith('..') || isAbsolute(near) ? path : near
}

function quote(path: string): string {
  return /[\s"'$&|;<>()]/.test(path) ? JSON.stringify(path) : path
}
