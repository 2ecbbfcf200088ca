import type { ConnectionState } from '../../../shared/connection.ts'
import type { CheckLine } from '../../status/checks/check-line.ts'
import type { View } from '../../status/to-view.ts'
import { t } from '../../language/t.ts'

/** A requirement for Claude Code to use Signalbox. */
export interface SetupStep {
  name: 'runs' | 'cli' | 'sign-in' | 'connect' | 'traffic'
  /** State or instruction: `Claude Code is installed`, `Install Claude Code`. */
  label: string
  isDone: boolean
  /** Further information while not done. Ends in a colon only if `command` follows. */
  note?: string
  /** Terminal command. */
  command?: string
}

export interface SeenTraffic {
  /** Connection of Claude Code; undefined while unknown, and if there is no switch. */
  connection: ConnectionState | undefined
  inFlight: boolean
  /** True if any request has ever finished. */
  finished: boolean
  /** The command that points one terminal at Signalbox. */
  byHand: string | undefined
}

const INSTALL = 'npm install -g @anthropic-ai/claude-code'
const SIGN_IN = 'claude auth login'
const TEST_REQUEST = 'claude -p "Say hello"'

/** Setup progress, from the server's state. Empty while unknown. */
export function toSetupSteps(view: View, seen: SeenTraffic): SetupStep[] {
  if (view.link === 'connecting') return []
  const find = (check: string) => view.checks.find((line) => line.check === check)
  return [
    runsStep(view.baseUrl !== undefined && view.staleMs === undefined),
    cliStep(find('claude_cli')),
    signInStep(find('oauth2_credentials')),
    ...(seen.connection === undefined ? [] : [connectStep(seen.connection)]),
    trafficStep(seen, seen.finished || (!seen.inFlight && view.lastRequestAt !== undefined)),
  ]
}

function runsStep(isDone: boolean): SetupStep {
  if (isDone) return { name: 'runs', label: t('Signalbox is running'), isDone }
  const note = t('Start it from the tray, or run this in a terminal:')
  return { name: 'runs', label: t('Start Signalbox'), isDone, note, command: 'signalbox serve' }
}

function cliStep(line: CheckLine | undefined): SetupStep {
  if (line?.tone === 'good') return { name: 'cli', label: t('Claude Code is installed'), isDone: true }
  return { name: 'cli', label: t('Install Claude Code'), isDone: false, command: INSTALL }
}

function signInStep(line: CheckLine | undefined): SetupStep {
  const isMissing = line?.command !== undefined
  if (line && ['good', 'plain'].includes(line.tone) && !isMissing)
    return { name: 'sign-in', label: t('Claude Code is signed in'), isDone: true }
  return {
    name: 'sign-in',
    label: t('Sign in to Claude Code'),
    isDone: false,
    command: SIGN_IN,
    ...(isMissing && { note: t('Not needed with an API key. Otherwise run this in a terminal:') }),
  }
}

function connectStep(connection: ConnectionState): SetupStep {
  if (connection === 'connected')
    return { name: 'connect', label: t('Claude Code is connected'), isDone: true }
  return { name: 'connect', label: t('Connect Claude Code'), isDone: false, note: sayConnecting(connection) }
}

function sayConnecting(connection: ConnectionState): string {
  if (connection === 'direct')
    return t('Changes one line in Claude Code’s settings. Disconnecting undoes it.')
  if (connection === 'unreadable')
    return t('Claude Code’s settings can’t be read. See the doctor on the Connect page.')
  return t('Another setting overrides Claude Code’s address. See the doctor on the Connect page.')
}

/** Shows the manual command only if there is no switch: offering two ways would confuse. */
function trafficStep({ connection, inFlight, byHand }: SeenTraffic, isDone: boolean): SetupStep {
  const name = 'traffic'
  if (isDone) return { name, label: t('First request received'), isDone }
  const step = { name, label: t('Send the first request'), isDone } as const
  if (inFlight) return { ...step, note: t('It’s in flight.') }
  if (connection === 'connected')
    return {
      ...step,
      note: t('Run this in a terminal, or ask Claude Code anything:'),
      command: TEST_REQUEST,
    }
  if (connection !== undefined || byHand === undefined)
    return { ...step, note: t('Once Claude Code is connected, its first request appears here.') }
  return { ...step, note: t('Run this, then start Claude Code in that terminal:'), command: byHand }
}
