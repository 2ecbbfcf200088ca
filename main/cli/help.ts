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
      'SIGTERM, Ctrl-C or closing the terminal drains, then exits 0. A second signal aborts running requests and exits 1.',
    ],
    options: [['--open', 'Open the dashboard in the browser']],
  },
  status: {
    summary: 'Show state, address, connection, limits and last failure',
    more: ['Exit code: 0 running, 3 not running.'],
  },
  usage: {
    summary: 'Show tokens and estimated cost by project, session, agent, model or day',
    more: [
      'Groups, for example --by project,model: project, session, agent, kind, model, provider, org, hour, day, week,',
      'month. Cache: cache reads and writes. With --json, the response of GET /api/usage.',
      'Exit code: 0 shown, 1 refused, 3 not running.',
    ],
    options: [
      ['--by G', 'Groups, separated by commas (default project)'],
      ['--since T', 'A period (24h, 7d, 4w), a date or a time (default 7d)'],
      ['--import', 'Import earlier usage from Claude Code’s transcripts'],
      ['--remove-import', 'Delete the imported usage'],
    ],
  },
  stop: {
    summary: 'Let running requests finish, then stop Signalbox',
    more: [
      'New requests are paused meanwhile. Run resume to cancel the stop.',
      'Exit code: 0 stopped, 1 refused or cancelled, 3 not running.',
    ],
    options: [['--now', 'Abort running requests instead of waiting']],
  },
  restart: {
    summary: 'Let running requests finish, then restart Signalbox',
    more: ['Keeps the command line, the port and, except on Windows, the process ID.'],
    options: [['--now', 'Abort running requests instead of waiting']],
  },
  explain: {
    summary: 'Explain one request: cache miss, context and time',
    more: [
      'Takes the ID of a request, or its last characters, or last. Exit code: 1 not found, 3 not running.',
      'Example: explain last',
    ],
  },
  mcp: {
    summary: 'Let Claude Code ask the request log (an MCP server on stdin and stdout)',
    more: [
      'Add it with: claude mcp add signalbox -- signalbox mcp',
      'From a checkout: claude mcp add signalbox -- node <checkout>/out/main/headless.js mcp',
      'Its tools only read: find requests, explain one, sum usage, show limits. Signalbox must be running.',
    ],
    options: [['--bodies', 'Also give text of prompts and responses']],
  },
  open: { summary: 'Open the dashboard in the browser', more: ['Also prints its address.'] },
  drain: {
    summary: 'Pause new requests and let running ones finish',
    more: ['New requests get a 503, which Claude Code retries automatically.'],
  },
  resume: { summary: 'Accept new requests again', more: ['Cancels a drain, stop or restart.'] },
  connect: {
    summary: 'Point Claude Code at the running Signalbox',
    more: [
      'Shows the change to Claude Code’s settings file and asks for confirmation.',
      '“connect codex” does the same for Codex, with --yes and --preview.',
    ],
    options: [
      ['--yes', 'Don’t ask for confirmation'],
      [
        '--repair',
        'With --yes: also remove comments and trailing commas that make Claude Code ignore the file',
      ],
      ['--preview', 'Show the change without applying it'],
      ['--[no-]tool-search', 'Also write ENABLE_TOOL_SEARCH=true, or remove it'],
      ['--[no-]status-line', 'Also show a line of Signalbox in Claude Code’s status line, or remove it'],
      [
        '--gateway C',
        'keep (default): go on through the address that Claude Code uses now; replace: to Anthropic',
      ],
      ['--[no-]restore-on-quit', 'Undo the change when Signalbox quits (default: yes)'],
    ],
  },
  disconnect: {
    summary: 'Undo what connect changed',
    more: ['Also works while Signalbox isn’t running. “disconnect codex” does the same for Codex.'],
    options: [['--preview', 'Show the change without applying it']],
  },
  doctor: {
    summary: 'Check every setting that affects Claude Code’s address',
    more: [
      'Lists where the address is set, which setting takes precedence, and problems. Exit code: 1 for errors.',
    ],
  },
  diagnostics: {
    summary: 'Print a support bundle as JSON, without secrets',
    more: ['Contains versions, health, doctor results, settings and recent log lines.'],
  },
  help: { summary: 'Show help for a command', more: ['Example: help connect'] },
} as const satisfies Record<string, CommandHelp>

export type CommandName = keyof typeof COMMANDS

/** Names of the options that a command takes besides the common ones, without dashes: `connect` → `yes`, … */
export function optionsOf(name: CommandName): string[] {
  const { options = [] }: CommandHelp = COMMANDS[name]
  const own = options.map(([option]) => (option.split(' ')[0] ?? '').replace(/^--(\[no-\])?/, ''))
  // Scripts that give --yes to connect give it to disconnect, too, which never asks.
  return name === 'disconnect' ? [...own, 'yes'] : own
}

const COMMON_OPTIONS = [
  ['--port N', 'Port (default 3456; 0 picks a free one)'],
  ['--host H', 'Address to listen on (default 127.0.0.1 and ::1)'],
  ['--data-dir D', 'Folder for settings, log and database'],
  ['--config F', 'Configuration file (default config.json in the data folder)'],
  ['--env-file F', 'File of environment variables (default .env beside the configuration file)'],
  ['--json', 'JSON output'],
  ['--help, --version', ''],
] as const

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name)
}

/** The list of commands and options. */
export function describeCommands(howTo: HowToRun): string {
  const commands = Object.entries(COMMANDS).map(([name, { summary }]) => [name, summary] as const)
  return [
    'signalbox: a local proxy for Claude Code with a tray app and dashboard',
    `\nUsage: ${howTo('[command] [options]')}\n`,
    ...columns(commands),
    '\nOptions:\n',
    ...columns(COMMON_OPTIONS),
    `\nHelp for a command: ${howTo('help connect')}`,
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
