import { parseArgs } from 'node:util'
import { findSimilar } from './find-similar.ts'
import { COMMANDS, type CommandName, isCommand, optionsOf } from './help.ts'
import { UsageError } from './usage-error.ts'

const OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  'data-dir': { type: 'string' },
  config: { type: 'string' },
  'env-file': { type: 'string' },
  json: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  repair: { type: 'boolean', default: false },
  preview: { type: 'boolean', default: false },
  'tool-search': { type: 'boolean' },
  'status-line': { type: 'boolean' },
  gateway: { type: 'string' },
  'restore-on-quit': { type: 'boolean' },
  now: { type: 'boolean', default: false },
  by: { type: 'string' },
  since: { type: 'string' },
  import: { type: 'boolean', default: false },
  'remove-import': { type: 'boolean', default: false },
  open: { type: 'boolean', default: false },
  bodies: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  version: { type: 'boolean', default: false },
} as const

type OptionName = keyof typeof OPTIONS
type Values = ReturnType<typeof read>['values']

export interface CommandLine {
  command: CommandName
  /**
   * The command that `help` explains, the request of `explain`, the client of `connect`, and whatever was given with
   * `--help`.
   */
  topic: string | undefined
  values: Values
}

/** Options that would change what a command does. Ignored by another one, they would promise what doesn't happen. */
const OWN = [
  'yes',
  'repair',
  'preview',
  'tool-search',
  'status-line',
  'gateway',
  'restore-on-quit',
  'now',
  'by',
  'since',
  'import',
  'remove-import',
  'bodies',
] as const

/**
 * Reads the command line. Refuses whatever the command doesn't take: `stop 3998`, meant as a port, would otherwise stop
 * the Signalbox on the default port.
 *
 * @throws UsageError
 */
export function parseCommandLine(args: readonly string[]): CommandLine {
  checkOptions(args)
  const { values, positionals } = read(args)
  const [name = 'serve', ...more] = positionals
  if (values.version || values.help)
    return { command: values.help ? 'help' : 'serve', topic: positionals[0], values }
  if (!isCommand(name)) throw new UsageError(unknownCommand(name))
  if (name === 'explain' && more.length === 0) throw new UsageError(EXPLAIN_NEEDS)
  const surplus = takesOne(name) || isForCodex(name, more) ? more.slice(1) : more
  if (surplus.length > 0) throw new UsageError(surplusArguments(name, surplus))
  checkOwnOptions(name, values, more[0])
  return { command: name, topic: more[0], values }
}

const EXPLAIN_NEEDS = 'explain needs the ID of a request, or “last”.'

function takesOne(name: CommandName): boolean {
  return name === 'help' || name === 'explain'
}

/** `connect codex`, `disconnect codex` */
function isForCodex(name: CommandName, [client]: readonly string[]): boolean {
  return (name === 'connect' || name === 'disconnect') && client === 'codex'
}

/** `Unknown command “serv”. Did you mean serve?` */
export function unknownCommand(name: string): string {
  const similar = findSimilar(name, Object.keys(COMMANDS))
  return `Unknown command “${name}”.${didYouMean(similar)}`
}

function read(args: readonly string[]) {
  return parseArgs({ args: [...args], allowPositionals: true, allowNegative: true, options: OPTIONS })
}

/** Node's own messages explain its parser ("To specify an option argument starting with a dash use …"). */
function checkOptions(args: readonly string[]): void {
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    allowPositionals: true,
    allowNegative: true,
    options: OPTIONS,
  })
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const { name, rawName, value } = token
    if (!isOption(name) || (rawName.startsWith('--no-') && !isSwitch(name)))
      throw new UsageError(unknownOption(rawName))
    if (isSwitch(name)) {
      if (value !== undefined) throw new UsageError(`${rawName} takes no value, but got “${value}”.`)
    } else if (value === undefined || (value.startsWith('-') && !token.inlineValue))
      throw new UsageError(missingValue(rawName, value))
  }
}

function isOption(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name)
}

function isSwitch(name: OptionName): boolean {
  return OPTIONS[name].type === 'boolean'
}

function unknownOption(rawName: string): string {
  const names = Object.keys(OPTIONS)
  const similar = findSimilar(rawName.replace(/^--?/, ''), names)
  return `Unknown option ${rawName}.${didYouMean(similar && `--${similar}`)}`
}

function missingValue(rawName: string, next: string | undefined): string {
  if (next === undefined) return `${rawName} needs a value.`
  return `${rawName} needs a value, but is followed by ${next}. For a value that starts with a dash, write ${rawName}=${next}.`
}

function surplusArguments(command: CommandName, surplus: readonly string[]): string {
  const [first = ''] = surplus
  const list = surplus.map((word) => `“${word}”`).join(', ')
  const takes = command === 'help' ? 'one command' : command === 'explain' ? 'one ID' : 'no arguments'
  return `${command} takes ${takes}, but got ${list}.${didYouMean(meantOption(command, first))}`
}

/** `3998` → `--port 3998`, `now` → `--now` */
function meantOption(command: CommandName, word: string): string | undefined {
  if (command === 'help') return undefined
  if (/^\d{1,5}$/.test(word)) return `--port ${word}`
  const similar = findSimilar(word, [...optionsOf(command), 'json', 'help'])
  return similar && `--${similar}`
}

function checkOwnOptions(command: CommandName, values: Values, topic: string | undefined): void {
  const isCodex = topic !== undefined && isForCodex(command, [topic])
  const taken = isCodex ? ['yes', 'preview'] : optionsOf(command)
  // `--no-now` asks for what happens anyway.
  const surplus = OWN.find((name) => isSet(values[name]) && !taken.includes(name))
  if (surplus !== undefined)
    throw new UsageError(`${command}${isCodex ? ' codex' : ''} doesn’t take --${surplus}.`)
}

function isSet(value: string | boolean | undefined): boolean {
  return value === true || typeof value === 'string'
}

function didYouMean(meant: string | undefined): string {
  return meant === undefined ? '' : ` Did you mean ${meant}?`
}
