import type { HowToRun } from './how-to-run.ts'

interface CommandHelp {
  /** One line for the list of commands. */
  summary: string
  /** Further description, in lines. */
  more: readonly string[]
  /** The command's own options, with their meaning. */
  options?: readonly (readonly [string, string])[]
}

/** Every command, in the order of the help text. */
export const COMMANDS = {
  serve: {
    summary: 'Run the proxy without a window (the default)',
    more: [
      'Prints one line when it is ready: Signalbox listening on http://127.0.0.1:3456',
      'SIGTERM or Ctrl-C drains and exits 0. A second signal cuts what still runs and exits 1.',
    ],
    options: [['--open', 'Open the dashboard in the browser']],
  },
  status: {
    summary: 'State, address, Claude Code, limits, last failure',
    more: ['Exits 0 while it runs, 3 when nothing is running.'],
  },
  stop: {
    summary: 'Let running requests finish, then end the running Signalbox',
    more: [
      'New requests are paused meanwhile; resume calls the stop off.',
      'Exits 0 when it is gone, 1 when it was refused or called off, 3 when nothing is running.',
    ],
    options: [['--now', 'Cut running requests instead of waiting']],
  },
  restart: {
    summary: 'Let running requests finish, then start Signalbox again',
    more: ['It starts with the same command line, and keeps its port and its process id (not on Windows).'],
    options: [['--now', 'Cut running requests instead of waiting']],
  },
  open: { summary: 'Open the dashboard in the browser', more: ['Prints its address, too.'] },
  drain: {
    summary: 'Pause new requests and let running ones finish',
    more: ['Paused requests get a 503 that Claude Code retries by itself.'],
  },
  resume: { summary: 'Take requests again', more: ['Ends a drain.'] },
  connect: {
    summary: 'Point Claude Code at the running Signalbox',
    more: ['Shows the change to the settings file and asks first.'],
    options: [
      ['--yes', 'Do not ask'],
      [
        '--repair',
        'With --yes: also remove comments and trailing commas, because of which Claude Code ignores the file',
      ],
      ['--preview', 'Show the change and change nothing'],
      ['--[no-]tool-search', 'Also write ENABLE_TOOL_SEARCH=true, or remove it'],
      ['--[no-]restore-on-quit', 'Undo the change when Signalbox quits (the default), or keep it'],
    ],
  },
  disconnect: {
    summary: 'Undo what connect changed',
    more: ['Works without a running Signalbox.'],
    options: [['--preview', 'Show the change and change nothing']],
  },
  doctor: {
    summary: 'Find what decides where Claude Code sends requests',
    more: ['Lists every place that sets an address, which one wins, and what is wrong. Exits 1 for errors.'],
  },
  diagnostics: {
    summary: 'Print a support bundle as JSON, without secrets',
    more: ['Versions, health, doctor, settings and the last lines of the log.'],
  },
  help: { summary: 'Explain a command', more: ['help connect explains connect.'] },
} as const satisfies Record<string, CommandHelp>

export type CommandName = keyof typeof COMMANDS

const COMMON_OPTIONS = [
  ['--port N', 'Port (default 3456; 0 takes any free one)'],
  ['--host H', 'Address to listen on (default 127.0.0.1 and ::1)'],
  ['--data-dir D', 'Folder for settings, log and database'],
  ['--config F', 'Configuration file (default config.json in the data folder)'],
  ['--env-file F', 'File of environment variables (default .env beside the configuration file)'],
  ['--json', 'Machine-readable output'],
  ['--help, --version', ''],
] as const

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name)
}

/** The list of commands and options. */
export function describeCommands(howTo: HowToRun): string {
  const commands = Object.entries(COMMANDS).map(([name, { summary }]) => [name, summary] as const)
  return [
    'signalbox: a local proxy for Claude Code that you can see',
    `\nUsage: ${howTo('[command] [options]')}\n`,
    ...columns(commands),
    '\nOptions:\n',
    ...columns(COMMON_OPTIONS),
    `\nMore about one command: ${howTo('help connect')}`,
  ].join('\n')
}

/** One command in full. */
export function describeCommand(name: CommandName, howTo: HowToRun): string {
  const { summary, more, options = [] }: CommandHelp = COMMANDS[name]
  return [
    `${howTo(name)}: ${summary}.`,
    ...more,
    ...(options.length === 0 ? [] : ['', ...columns(options)]),
  ].join('\n')
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`.trimEnd())
}
