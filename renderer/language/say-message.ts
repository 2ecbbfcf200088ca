import { sayIssue as sayIssueIn } from '../../shared/coded-issue.ts'
import type { CodedMessage, Issue } from '../../shared/coded-message.ts'
import type { Problem } from '../../shared/connection.ts'
import { type Coded, say, toMessage } from '../../shared/language/say.ts'
import { sayProblem as sayProblemIn } from '../../shared/say-problem.ts'
import { spoken } from './t.ts'

/** A sentence of the server in the page's language. */
export function sayMessage(message: CodedMessage): string {
  return say(message, spoken())
}

/** A sentence of code that the page shares with the server. */
export function sayCoded(message: Coded): string {
  return sayMessage(toMessage(message))
}

/** What is wrong, with its place in front: `/routes/default/provider: The provider “x” isn’t set up.` */
export function sayIssue(issue: Issue): string {
  return sayIssueIn(issue, spoken())
}

/** A finding of the doctor with its place in front. */
export function sayProblem(problem: Pick<Problem, 'message' | 'at'>): string {
  return sayProblemIn(problem, spoken())
}
