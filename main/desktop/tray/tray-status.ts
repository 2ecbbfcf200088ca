import { sayFinding, stateWord } from '../../../shared/language/say-verdict.ts'
import type { VerdictState } from '../../../shared/verdict.ts'
import type { Speech } from '../language/create-speech.ts'
import type { TraySnapshot } from './tray-snapshot.ts'

/** States whose icon needs its reason to be understood. */
const UNCLEAR: ReadonlySet<VerdictState> = new Set(['not_running', 'not_responding', 'warning', 'error'])

/** Reasons of a drain that ends with the program. */
const ENDING: ReadonlySet<string> = new Set([
  'draining_quit',
  'draining_signal',
  'drained_quit',
  'drained_signal',
])

/** Reasons not shown because the state's word is enough. */
const SILENT: ReadonlySet<string> = new Set(['connected', 'waiting_first_request', 'connection_unknown'])

/** The verdict in a word, with its reason if that adds something. No count: it would change with every request. */
export function trayStatus({ verdict }: Pick<TraySnapshot, 'verdict'>, { language }: Speech): TrayStatus {
  const { state, reason } = verdict
  const isWorthSaying =
    UNCLEAR.has(state) ||
    ENDING.has(reason.code) ||
    ((state === 'running' || state === 'active') && !SILENT.has(reason.code))
  return {
    word: stateWord(state, language),
    ...(isWorthSaying && { reason: firstSentence(sayFinding(reason, language)) }),
  }
}

export interface TrayStatus {
  word: string
  /** The first sentence of the reason. */
  reason?: string
}

/** `a.b can't be reached. 3 requests failed.` → `a.b can't be reached.` */
function firstSentence(text: string): string {
  const end = text.indexOf('. ')
  return end === -1 ? text : text.slice(0, end + 1)
}
