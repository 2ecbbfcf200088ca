import type { CodedMessage } from '../../../shared/coded-message.ts'
import { sayMessage } from '../../language/say-message.ts'

/** The reason that a check gives, in the page's language. An older server has only its English text. */
export function explain(message: CodedMessage | undefined, text: string | undefined): string | undefined {
  return message === undefined ? text : sayMessage(message)
}
