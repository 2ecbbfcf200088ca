import type { CodexConnection, Connection, Fix, PreviewLine, Problem } from '../../shared/connection.ts'
import type { HowToRun } from './how-to-run.ts'
import { toStdout } from './print.ts'

const SIGNS: Record<PreviewLine['kind'], string> = { same: ' ', removed: '-', added: '+' }

const LABELS: Record<Problem['severity'], string> = { error: 'Error', warning: 'Warning', note: 'Note' }

/** Prints the state of Claude Code's connection. */
export function printConnection(
  { sentence, currentUrl, sessions, releasing, problems }: Connection,
  howTo: HowToRun,
): void {
  toStdout(sentence)
  if (currentUrl !== null) toStdout(`Address: ${currentUrl}`)
  const here = sessions.filter(({ uses }) => uses === 'signalbox').length
  if (sessions.length > 0) {
    const told = releasing ? ' They are being switched over.' : ''
    toStdout(`Running sessions: ${sessions.length}, of which ${here} use Signalbox.${told}`)
  }
  printProblems(problems, howTo)
}

const GATEWAYS: Record<Connection['gatewayChoice'], string> = {
  keep: 'Signalbox will send its requests on to that address. --gateway replace sends them to Anthropic.',
  replace: 'Its requests will go to Anthropic. --gateway keep sends them on to that address.',
}

/** Prints the change that the switch would make, as a diff. */
export function printPreview(
  { preview, problems, gateway, gatewayChoice }: Connection,
  howTo: HowToRun,
): void {
  printChange(preview)
  if (gateway !== null && preview?.action === 'connect')
    toStdout(`Claude Code uses ${gateway}. ${GATEWAYS[gatewayChoice]}`)
  printProblems(
    problems.filter(({ severity }) => severity === 'error'),
    howTo,
  )
}

/** Prints the state of Codex's connection, or the change that the switch would make. */
export function printCodex(
  { sentence, currentUrl, preview, problems }: CodexConnection,
  { howTo, withPreview }: { howTo: HowToRun; withPreview: boolean },
): void {
  if (withPreview) return printChange(preview)
  toStdout(sentence)
  if (currentUrl !== null) toStdout(`Address: ${currentUrl}`)
  printProblems(problems, forCodex(howTo))
}

/** `disconnect` → `disconnect codex` */
export function forCodex(howTo: HowToRun): HowToRun {
  return (command) => howTo(`${command} codex`)
}

function printChange(preview: Connection['preview']): void {
  if (preview === null) return toStdout('No changes.')
  const file = { changed: '', created: ' (new file)', removed: ' (file removed)' }[preview.file]
  toStdout(`${preview.path}${file}`)
  for (const { kind, number, text } of preview.lines)
    toStdout(`${SIGNS[kind]} ${String(number).padStart(4)}  ${text}`)
}

export function printWarnings(warnings: readonly string[]): void {
  for (const warning of warnings) toStdout(`Warning: ${warning}`)
}

/** The command that does what a fix says, for a person in a terminal. */
const COMMANDS: Partial<Record<Fix['action'], string>> = {
  connect: 'connect',
  connect_with_tool_search: 'connect --tool-search',
  disconnect: 'disconnect',
}

/** The fix in words, with the command if there is one. */
export function sayFix({ action, text }: Fix, howTo: HowToRun): string {
  const command = COMMANDS[action]
  return command === undefined ? text : `${text} ${howTo(command)}`
}

export function printProblems(problems: readonly Problem[], howTo: HowToRun): void {
  for (const { severity, sentence, fix } of problems) {
    toStdout(`${LABELS[severity]}: ${sentence}`)
    if (fix === undefined) continue
    const place =
      fix.path === undefined ? '' : ` (${fix.path}${fix.line === undefined ? '' : `:${fix.line}`})`
    toStdout(`  ${sayFix(fix, howTo)}${place}`)
  }
}
