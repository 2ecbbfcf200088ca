import { basename } from 'node:path'

/** Interpreters. The user knows the program by the script they run. */
const RUNNERS = /^(node|nodejs|bun|deno|electron|python[\d.]*|ruby|perl|php|java)$/i

/** Interpreter options whose value is the next argument. */
const WITH_VALUE = new Set([
  '-r',
  '--require',
  '--import',
  '--loader',
  '-C',
  '--conditions',
  '-W',
  '-X',
  '-cp',
  '-I',
])

/** Maximum length of a name in characters. */
const MAX_LENGTH = 60

/**
 * Names a running program by its arguments. Shows none of the others: one may be a password.
 * `['/usr/bin/node', '--inspect', '/srv/server.js', '--key=…']` → `node (server.js)`
 *
 * @returns `undefined` where the arguments tell nothing
 */
export function programName(args: readonly string[]): string | undefined {
  const [path = '', ...rest] = args
  // A program may overwrite its arguments with a title: `nginx: master process /usr/sbin/nginx`.
  const title = rest.length === 0 ? /^([\w.-]+): /.exec(path)?.[1] : undefined
  const program = title ?? nameOf(path)
  const script = RUNNERS.test(program) ? scriptIn(rest) : undefined
  const name = printable(script === undefined ? program : `${program} (${script})`)
  return name === '' ? undefined : name
}

function scriptIn(args: readonly string[]): string | undefined {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? ''
    if (arg === '-m' || arg === '-jar') return nameOf(args[at + 1] ?? '') || undefined
    // The next argument is code, not a file.
    if (/^(-e|-p|-c|--eval|--print)$/.test(arg)) return undefined
    if (WITH_VALUE.has(arg)) at++
    else if (!arg.startsWith('-')) return nameOf(arg) || undefined
  }
  return undefined
}

function nameOf(path: string): string {
  return basename(path.replaceAll('\\', '/')).replace(/\.exe$/i, '')
}

/** Removes control characters: a program chooses its own name, and this one is written to a terminal. */
function printable(name: string): string {
  const clean = name.replaceAll(/\p{C}/gu, '').trim()
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH - 1)}…` : clean
}
