import { Type } from 'typebox'
import { Check } from 'typebox/value'
import { Issue } from '../../shared/coded-message.ts'
import { sayMessage } from '../language/say-message.ts'

/** Reason for a refusal by the server, in the page's language. */
export interface Refusal {
  message: string
  /** Individual issues, if the server lists them. */
  issues: readonly Issue[]
}

const Flat = Type.Object({
  error: Type.String(),
  /** Absent from the desktop shell and from older servers. */
  code: Type.Optional(Type.String()),
  issues: Type.Optional(Type.Array(Issue)),
})
/** Error format of `/v1`, which the desktop shell uses when it responds in place of the server. */
const Envelope = Type.Object({ error: Type.Object({ message: Type.String() }) })

/** Parses an error body; undefined if it is in another format. */
export function readRefusal(body: unknown): Refusal | undefined {
  if (Check(Envelope, body)) return { message: body.error.message, issues: [] }
  if (!Check(Flat, body)) return undefined
  const { error: message, code = '', issues = [] } = body
  return {
    message: sayMessage({ code: `error.${code}`, params: {}, message }),
    issues,
  }
}
