import { Type } from 'typebox'
import { Check } from 'typebox/value'
import { Issue } from '../../shared/coded-message.ts'
import { sayMessage } from '../language/say-message.ts'

/** Why the server refused, in the page's language. */
export interface Refusal {
  message: string
  /** What exactly is wrong, where the server names it. */
  issues: readonly Issue[]
}

const Flat = Type.Object({
  error: Type.String(),
  /** Absent where the desktop shell or an older server answers. */
  code: Type.Optional(Type.String()),
  issues: Type.Optional(Type.Array(Issue)),
})
/** The form of `/v1`, which the desktop shell uses in the server's place. */
const Envelope = Type.Object({ error: Type.Object({ message: Type.String() }) })

/** Reads the body of an error; undefined where it is none of ours. */
export function readRefusal(body: unknown): Refusal | undefined {
  if (Check(Envelope, body)) return { message: body.error.message, issues: [] }
  if (!Check(Flat, body)) return undefined
  const { error: message, code = '', issues = [] } = body
  return {
    message: sayMessage({ code: `error.${code}`, params: {}, message }),
    issues,
  }
}
