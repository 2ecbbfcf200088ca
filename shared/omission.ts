import { type Static, Type } from 'typebox'

/** A part of a request that another provider has no place for. */
export const Omission = Type.Object({
  code: Type.Union([Type.Literal('left_out'), Type.Literal('said_in_words')], {
    description: 'left_out: not sent. said_in_words: replaced by a sentence.',
  }),
  name: Type.String({ description: 'Type of a content block or name of a field.' }),
  /** Occurrences in the request. */
  count: Type.Integer({ minimum: 1 }),
})
export type Omission = Static<typeof Omission>
