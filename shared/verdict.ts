import { type Static, Type } from 'typebox'
import { CodedMessage } from './coded-message.ts'

/*
 * The one verdict on the program's state. The main process computes it from evidence; icon, tooltip, menu, both
 * windows, the command line, `/livez` and `/health` render it and derive no state of their own.
 */

export const VerdictState = Type.Union([
  Type.Literal('starting'),
  Type.Literal('stopped'),
  /** The start failed. */
  Type.Literal('not_running'),
  /** Only a client can say it: the server that should answer does not. */
  Type.Literal('not_responding'),
  Type.Literal('running'),
  /** Running, with requests in flight. */
  Type.Literal('active'),
  /** Requests fail, or will. */
  Type.Literal('warning'),
  /** Signalbox itself does not work as it should. */
  Type.Literal('error'),
  Type.Literal('draining'),
  Type.Literal('drained'),
])
export type VerdictState = Static<typeof VerdictState>

/** One thing to say: `code` and `params` name a sentence of the catalogue in `shared/language/`. */
export const Finding = Type.Object({
  /** A `FindingCode`; a string on the wire, so that an older page can read a newer server. */
  code: Type.String(),
  params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  /** The English sentence, for people who use the API by hand and for codes that a reader does not know. */
  sentence: Type.String(),
  /** The reason that a check gives, which stands in the sentence as `{output}`. */
  cause: Type.Optional(CodedMessage),
  /** A shell command that fixes it. */
  command: Type.Optional(Type.String()),
  /** The health check it comes from, for example `claude_cli`. */
  check: Type.Optional(Type.String()),
  /** ISO 8601: since when it is so. */
  since: Type.Optional(Type.String()),
})
export type Finding = Static<typeof Finding>

export const Verdict = Type.Object({
  state: VerdictState,
  /** The finding to tell first: the reason for a state that is not fine, else how Claude Code is connected. */
  reason: Finding,
  /** Further findings that a person should see, most urgent first; `reason` is not among them. */
  others: Type.Array(Finding),
  /** ISO 8601: when the state last changed. */
  since: Type.String(),
})
export type Verdict = Static<typeof Verdict>
