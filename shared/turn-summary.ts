import { Type } from 'typebox'
import { ToolCall } from './tool-call.ts'

/**
 * Fields of a request that summarize what is new in its turn, in at most 140 characters together. One line each,
 * redacted; absent without captured bodies.
 */
export const TURN_SUMMARY = {
  asked: Type.Optional(Type.String({ description: 'Beginning of the user’s words.' })),
  did: Type.Optional(
    Type.Array(ToolCall, { description: 'Tools whose result failed, then tools that the response calls.' }),
  ),
  result: Type.Optional(Type.String({ description: 'Beginning of the response’s text.' })),
} as const

/** See `REQUEST_COLUMNS`. */
export const TURN_COLUMNS = {
  asked: { column: 'asked', as: 'text', from: 'body', csv: 'asked' },
  did: { column: 'did', as: 'json', from: 'body', csv: 'did' },
  result: { column: 'result', as: 'text', from: 'body', csv: 'result' },
} as const
