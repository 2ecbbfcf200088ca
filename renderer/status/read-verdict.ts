import { finding, sayFinding, stateWord } from '../../shared/language/say-verdict.ts'
import type { ConnectionState } from '../../shared/connection.ts'
import type { FindingCode } from '../../shared/language/en.ts'
import type { Finding, Verdict, VerdictState } from '../../shared/verdict.ts'
import { type VerdictMark, VERDICT_MARKS } from '../../shared/verdict-marks.ts'
import { spoken, t } from '../language/t.ts'
import type { Observed } from './observed.ts'

/* The only module that reads the verdict. It adds what only the page knows: if its own requests to the server
   succeed. An import rule keeps all other modules from reading the verdict or deriving a state of their own. */

/** A finding in the page's language. */
export interface ShownFinding {
  code: string
  sentence: string
  /** A shell command that fixes it, and the key that copies the command. */
  command: { text: string; key: string } | undefined
  /** Its health check. Undefined for findings about the connection of Claude Code. */
  check: string | undefined
  /** Hosts and providers that it names. */
  names: readonly string[]
}

/** Content of the head of a window. */
export interface ShownVerdict {
  /** Undefined before the first response, and if the server does not report one. */
  state: VerdictState | undefined
  mark: VerdictMark
  /** The state in one or two words. */
  word: string
  reason: ShownFinding
  /** Further problems, most urgent first. */
  others: readonly ShownFinding[]
  /** The finding about Claude Code's connection, if the verdict includes one. */
  connection: ShownFinding | undefined
  /** Age in ms, if older than the poll interval allows. Undefined for states that the page determines itself. */
  ageMs: number | undefined
}

/** State of the page's own requests to the server. `down`: the desktop shell reports that no server is running. */
export type Link = 'connecting' | 'up' | 'silent' | 'confused' | 'down'

/** Consecutive failures that count as silence: a single one may be temporary. */
const LOST = 2

export function readLink({ app, livez }: Pick<Observed, 'app' | 'livez'>): Link {
  if (app && app.server.state !== 'running') return app.server.state === 'starting' ? 'connecting' : 'down'
  if (livez.failures >= LOST) return 'silent'
  if (livez.confused) return 'confused'
  return livez.value ? 'up' : 'connecting'
}

/**
 * The verdict to show: the server's, or the page's own if the server does not respond. In the desktop app, the shell
 * provides it while the server is not up.
 *
 * @param staleMs age of the last response, if older than the poll interval allows
 */
export function readVerdict(
  seen: Pick<Observed, 'app' | 'livez'>,
  staleMs: number | undefined,
): ShownVerdict {
  const { app, livez } = seen
  const link = readLink(seen)
  if (app?.verdict && app.server.state !== 'running') return show(app.verdict)
  switch (link) {
    case 'silent':
      return show(own('not_responding', 'not_responding'))
    case 'confused':
      return show(own('error', 'bad_answer'))
    case 'connecting':
    case 'down':
      return { ...show(own('starting', 'connecting')), state: undefined, word: 'Signalbox' }
    case 'up':
      return livez.value?.verdict ? { ...show(livez.value.verdict), ageMs: staleMs } : untold(staleMs)
  }
}

/** The server's last reported problems, kept while it does not respond, for the rows of the checks. */
export function readProblems({ livez }: Pick<Observed, 'livez'>): readonly ShownFinding[] {
  const verdict = livez.value?.verdict
  return verdict ? [verdict.reason, ...verdict.others].filter(isProblem).map(say) : []
}

/** Describes a connection state with the verdict's sentences, for when the verdict omits it: during a drain. */
export function sayConnectionState(state: ConnectionState, address: string | undefined): string {
  const params = address === undefined ? undefined : { address }
  const code = CONNECTION_CODES[state]
  // Both sentences include the address.
  const isNamed = code === 'connected_elsewhere' || code === 'connection_dead'
  return sayFinding(isNamed && !params ? finding('not_connected') : finding(code, params), spoken())
}

const CONNECTION_CODES: Readonly<Record<ConnectionState, FindingCode>> = {
  connected: 'connected',
  direct: 'not_connected',
  elsewhere: 'connected_elsewhere',
  dead: 'connection_dead',
  conflict: 'connection_conflict',
  unreadable: 'connection_unreadable',
}

function own(state: VerdictState, code: 'not_responding' | 'bad_answer' | 'connecting'): Verdict {
  return { state, reason: finding(code), others: [], since: '' }
}

/** Older servers have no verdict, and remote clients do not get one. The page does not derive its own. */
function untold(ageMs: number | undefined): ShownVerdict {
  const sentence = t('The server responds, but reports its state only on its own computer.')
  return {
    state: undefined,
    mark: 'stopped',
    word: t('State unknown'),
    reason: { code: '', sentence, command: undefined, check: undefined, names: [] },
    others: [],
    connection: undefined,
    ageMs,
  }
}

function show({ state, reason, others }: Verdict): ShownVerdict {
  const said = [reason, ...others].find(({ code }) => CONNECTION.has(code))
  return {
    state,
    mark: VERDICT_MARKS[state],
    word: stateWord(state, spoken()),
    reason: say(reason),
    others: others.filter(isProblem).map(say),
    connection: said && say(said),
    ageMs: undefined,
  }
}

/** Findings about the connection come from no check and are shown separately. */
function isProblem({ check }: Finding): boolean {
  return check !== undefined
}

const CONNECTION: ReadonlySet<string> = new Set([
  'connected',
  'waiting_first_request',
  'not_connected',
  'not_connected_traffic',
  'connected_cloud',
  'connected_elsewhere',
  'connection_dead',
  'connection_conflict',
  'connection_unreadable',
])

function say(one: Finding): ShownFinding {
  const { code, params, command, check } = one
  const names = ['host', 'provider', 'upstream'].flatMap((name) => {
    const value = params[name]
    return typeof value === 'string' ? [value] : []
  })
  return {
    code,
    sentence: sayFinding(one, spoken()),
    command: command === undefined ? undefined : { text: command, key: KEYS[check ?? ''] ?? 'm' },
    check,
    names,
  }
}

const KEYS: Readonly<Record<string, string>> = { claude_cli: 'i', oauth2_credentials: 'l' }
