import type { CodedMessage } from '../../../shared/coded-message.ts'
import { sayMessage } from '../../language/say-message.ts'

/** The reason reported by a check, in the page's language. Older servers send only English text. */
export function explain(message: CodedMessage | undefined, text: string | undefined): string | undefined {
  return message === undefined ? text : sayMessage(message)
}
