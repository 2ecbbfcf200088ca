import { type Static, Type } from 'typebox'

/** The placeholders of a template, without braces. */
export const STATUS_LINE_FIELDS = ['model', 'route', 'context', 'cache', 'cost', 'limit', 'activity'] as const
export type StatusLineField = (typeof STATUS_LINE_FIELDS)[number]

/** The line that Claude Code shows below its prompt. */
export const StatusLineSettings = Type.Object({
  /**
   * Text with placeholders such as `{model}`, in parts separated by `|`. A part whose placeholders are all empty is left
   * out.
   */
  template: Type.String({ minLength: 1, maxLength: 500 }),
  /** Between two parts. */
  separator: Type.String({ maxLength: 20 }),
  /** ANSI colors: the limit and the context in yellow or red when little is left, the rest dimmed. */
  colors: Type.Boolean(),
})
export type StatusLineSettings = Static<typeof StatusLineSettings>

export const DEFAULT_STATUS_LINE: StatusLineSettings = {
  template: '{model} {route} | context {context} | cache {cache} | {cost} | {limit} | {activity}',
  separator: ' · ',
  colors: true,
}
