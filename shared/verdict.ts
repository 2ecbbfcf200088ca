import { type Static, Type } from 'typebox'
import { CodedMessage } from './coded-message.ts'

/*
 * The overall state of the program. The main process computes it from evidence; icon, tooltip, menu, both windows, the
 * command line, `/livez` and `/health` only render it and derive no state of their own.
 */

export const VerdictState = Type.Union([
  Type.Literal('starting'),
  Type.Literal('stopped'),
  /** The start failed. */
  Type.Literal('not_running'),
  /** Set by clients only: the server does not respond. */
  Type.Literal('not_responding'),
  Type.Literal('running'),
  /** Running, with requests in flight. */
  Type.Literal('active'),
  /** Requests fail or are about to. */
  Type.Literal('warning'),
  /** Signalbox itself has a fault. */
  Type.Literal('error'),
  Type.Literal('draining'),
  Type.Literal('drained'),
])
export type VerdictState = Static<typeof VerdictState>

/** One statement: `code` and `params` name a sentence of the catalogue in `shared/language/`. */
export const Finding = Type.Object({
  /** A `FindingCode`. A plain string on the wire, so that an older page can read a newer server. */
  code: Type.String(),
  params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  /** The English sentence, for direct users of the API and for codes that a client does not know. */
  sentence: Type.String(),
  /** Reason given by a check; the `{output}` of the sentence. */
  cause: Type.Optional(CodedMessage),
  /** A shell command that fixes it. */
  command: Type.Optional(Type.String()),
  /** The health check that reported it, for example `claude_cli`. */
  check: Type.Optional(Type.String()),
  /** ISO 8601: start of this condition. */
  since: Type.Optional(Type.String()),
})
export type Finding = Static<typeof Finding>

export const Verdict = Type.Object({
  state: VerdictState,
  /** The most important finding: the reason for a bad state, otherwise Claude Code's connection. */
  reason: Finding,
  /** Further findings to show, most urgent first, without `reason`. */
  others: Type.Array(Finding),
  /** ISO 8601: time of the last state change. */
  since: Type.String(),
})
export type Verdict = Static<typeof Verdict>
