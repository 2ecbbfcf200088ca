import { type Static, Type } from 'typebox'

/** Values of a sentence's placeholders. */
export const MessageParams = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]))
export type MessageParams = Static<typeof MessageParams>

/** One sentence on the wire: `code` and `params` name it in the catalogue in `shared/language/`. */
export const CodedMessage = Type.Object({
  /** A `SentenceCode`. A plain string on the wire, so that an older page can read a newer server. */
  code: Type.String(),
  params: MessageParams,
  /** The English sentence, for direct users of the API and for codes that a client does not know. */
  message: Type.String(),
})
export type CodedMessage = Static<typeof CodedMessage>

/** One issue of a request or a setting. */
export const Issue = Type.Object({
  ...CodedMessage.properties,
  /**
   * JSON Pointer (RFC 6901) of the field, `/requestHeaderRules/2/find`, or the name of the query parameter. Absent if
   * the issue concerns neither.
   */
  path: Type.Optional(Type.String()),
  /** Path of the file with the issue. */
  file: Type.Optional(Type.String()),
  /** Line in the file, from 1. */
  line: Type.Optional(Type.Integer({ minimum: 1 })),
  /** The consequence of the issue. */
  effect: Type.Optional(CodedMessage),
})
export type Issue = Static<typeof Issue>
