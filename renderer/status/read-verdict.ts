import { finding, sayFinding, stateWord } from '../../shared/language/say-verdict.ts'
import type { ConnectionState } from '../../shared/connection.ts'
import type { FindingCode } from '../../shared/language/en.ts'
import type { Finding, Verdict, VerdictState } from '../../shared/verdict.ts'
import { type VerdictMark, VERDICT_MARKS } from '../../shared/verdict-marks.ts'
import { spoken, t } from '../language/t.ts'
import type { Observed } from './observed.ts'

/*
 * The one place where a page reads the verdict. What it adds is what only a page can know: how its own questions to
 * the server fare. An import rule keeps the rest of the pages from the verdict and from judging anything themselves.
 */

/** One thing to say, in the page's language. */
export interface ShownFinding {
  code: string
  sentence: string
  /** A shell command that fixes it, and the key that copies it. */
  command: { text: string; key: string } | undefined
  /** The health check it comes from. Undefined for how Claude Code is connected. */
  check: string | undefined
  /** The hosts and providers that it names. */
  names: readonly string[]
}

/** What the head of a window says. */
export interface ShownVerdict {
  /** Undefined while there is none: before the first response, and from a server that does not tell it. */
  state: VerdictState | undefined
  mark: VerdictMark
  /** The state in a word or two. */
  word: string
  reason: ShownFinding
  /** Further problems, most urgent first. */
  others: readonly ShownFinding[]
  /** How Claude Code is connected, as far as the verdict says it. */
  connection: ShownFinding | undefined
  /** How old it is, in ms, once it is older than a poll allows. Undefined for what the page knows by itself. */
  ageMs: number | undefined
}

/** How the page's own questions to the server fare. `down`: the desktop shell says that there is no server. */
export type Link = 'connecting' | 'up' | 'silent' | 'confused' | 'down'

/** Lost responses in a row that count: a single one may be a hiccup. */
const LOST = 2

export function readLink({ app, livez }: Pick<Observed, 'app' | 'livez'>): Link {
  if (app && app.server.state !== 'running') return app.server.state === 'starting' ? 'connecting' : 'down'
  if (livez.failures >= LOST) return 'silent'
  if (livez.confused) return 'confused'
  return livez.value ? 'up' : 'connecting'
}

/**
 * The verdict to show: the server's, or the page's own word where the server does not respond. In the desktop app the
 * shell speaks for a server that is not up.
 *
 * @param staleMs how old the last response is, where it is older than a poll allows
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

/** The problems that the server named last, also while it does not respond: for the rows of the checks. */
export function readProblems({ livez }: Pick<Observed, 'livez'>): readonly ShownFinding[] {
  const verdict = livez.value?.verdict
  return verdict ? [verdict.reason, ...verdict.others].filter(isProblem).map(say) : []
}

/** A state of the connection in the verdict's words, for where the verdict says nothing of it: while it drains. */
export function sayConnectionState(state: ConnectionState, address: string | undefined): string {
  const params = address === undefined ? undefined : { address }
  const code = CONNECTION_CODES[state]
  // Both sentences name the address.
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

/** An older server has no verdict, and another computer is told none. Nothing is derived in its place. */
function untold(ageMs: number | undefined): ShownVerdict {
  const sentence = t('The server responds, but tells its state only on its own computer.')
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

/** How Claude Code is connected is said at the end of the findings, and comes from no check. */
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
