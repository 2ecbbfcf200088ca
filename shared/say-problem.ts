import type { Language } from './choose-language.ts'
import type { CodedMessage } from './coded-message.ts'
import type { FoundAt, Problem } from './connection.ts'
import { coded, say, toMessage } from './language/say.ts'

/** A finding of the doctor, prefixed with its location: `~/.zshrc, line 12: Claude Code is sent to …`. */
export function sayProblem({ message, at }: Pick<Problem, 'message' | 'at'>, language: Language): string {
  const text = say(message, language)
  return at === undefined ? text : say(placed(at, text), language)
}

function placed({ place, path, line }: FoundAt, text: string): CodedMessage {
  if (path === undefined) return toMessage(coded(`place.${place}`, { text }))
  return toMessage(
    line === undefined ? coded('place.file', { path, text }) : coded('place.line', { path, line, text }),
  )
}
