import { type Static, Type } from 'typebox'

/** Values for the holes of a sentence. */
export const MessageParams = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]))
export type MessageParams = Static<typeof MessageParams>

/** One sentence on the wire: `code` and `params` name it in the catalogue in `shared/language/`. */
export const CodedMessage = Type.Object({
  /** A `SentenceCode`; a string on the wire, so that an older page can read a newer server. */
  code: Type.String(),
  params: MessageParams,
  /** The English sentence, for people who use the API by hand and for codes that a reader does not know. */
  message: Type.String(),
})
export type CodedMessage = Static<typeof CodedMessage>

/** One thing that is wrong with a request or a setting. */
export const Issue = Type.Object({
  ...CodedMessage.properties,
  /**
   * JSON Pointer (RFC 6901) of the field, `/requestHeaderRules/2/find`, or the name of the query parameter. Absent
   * where the issue is about neither.
   */
  path: Type.Optional(Type.String()),
  /** Path of the file that it is in. */
  file: Type.Optional(Type.String()),
  /** In the file, from 1. */
  line: Type.Optional(Type.Integer({ minimum: 1 })),
  /** What follows from it. */
  effect: Type.Optional(CodedMessage),
})
export type Issue = Static<typeof Issue>
