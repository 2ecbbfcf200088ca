import type { ConnectionState } from '../../../shared/connection.ts'
import type { View } from '../../glance/to-view.ts'
import { t } from '../../language/t.ts'

/** One thing that has to be so before Claude Code goes through Signalbox. */
export interface SetupStep {
  name: 'runs' | 'cli' | 'sign-in' | 'connect' | 'traffic'
  label: string
  isDone: boolean
  /** What to do. Undefined once it is done. */
  todo?: string
}

export interface SeenTraffic {
  /** How Claude Code stands to us; undefined where nobody knows, and where there is no switch. */
  connection: ConnectionState | undefined
  inFlight: boolean
  /** Whether a request has ever come through. */
  finished: boolean
}

/** How far the setup is, by what the server knows. Empty while nobody knows. */
export function toSetupSteps(view: View, { connection, inFlight, finished }: SeenTraffic): SetupStep[] {
  const { situation, checks, baseUrl } = view
  if (situation.kind === 'loading' || situation.kind === 'starting') return []
  const find = (check: string) => checks.find((line) => line.check === check)
  const cli = find('claude_cli')
  const signIn = find('oauth2_credentials')
  const runs = baseUrl !== undefined && view.staleMs === undefined
  const came = finished || (!inFlight && view.lastRequestAt !== undefined)
  return [
    step('runs', t('Signalbox runs'), {
      isDone: runs,
      todo: t('Start it from the tray, or with “signalbox serve”.'),
    }),
    step('cli', t('Claude Code is installed'), {
      isDone: cli?.tone === 'good',
      todo: cli?.advice?.sentence ?? t('Install it.'),
    }),
    step('sign-in', t('Claude Code is signed in'), {
      isDone: signIn !== undefined && ['good', 'plain'].includes(signIn.tone) && signIn.advice === undefined,
      todo: signIn?.advice?.sentence ?? t('Run “claude auth login”, unless you use an API key.'),
    }),
    ...(connection === undefined ? [] : [connectStep(connection)]),
    step('traffic', t('A request has come through'), {
      isDone: came,
      todo: trafficTodo(inFlight, connection),
    }),
  ]
}

function connectStep(connection: ConnectionState): SetupStep {
  const isFree = connection === 'direct'
  return step('connect', t('Claude Code is connected'), {
    isDone: connection === 'connected',
    todo: isFree
      ? t('One line in Claude Code’s settings; the switch takes it back.')
      : t('Something else decides where it goes. The page Connect says what, and what helps.'),
  })
}

function trafficTodo(inFlight: boolean, connection: ConnectionState | undefined): string {
  if (inFlight) return t('It is in flight now.')
  return connection === 'connected'
    ? t('Run this in a terminal, or ask Claude Code anything:')
    : t('Run this, then start Claude Code in that terminal:')
}

function step(
  name: SetupStep['name'],
  label: string,
  { isDone, todo }: { isDone: boolean; todo: string },
): SetupStep {
  return isDone ? { name, label, isDone } : { name, label, isDone, todo }
}
