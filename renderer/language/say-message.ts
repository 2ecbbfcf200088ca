import type { CodedMessage, Issue } from '../../shared/coded-message.ts'
import { say } from '../../shared/language/say.ts'
import { spoken } from './t.ts'

/** A sentence of the server in the page's language. */
export function sayMessage(message: CodedMessage): string {
  return say(message, spoken())
}

/** What is wrong, with the field in front: `/routes/default/provider: The provider “x” isn’t set up.` */
export function sayIssue({ path, ...message }: Issue): string {
  return path === undefined ? sayMessage(message) : `${path}: ${sayMessage(message)}`
}
