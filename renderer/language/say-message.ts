import { sayIssue as sayIssueIn } from '../../shared/coded-issue.ts'
import type { CodedMessage, Issue } from '../../shared/coded-message.ts'
import type { Problem } from '../../shared/connection.ts'
import { type Coded, say, toMessage } from '../../shared/language/say.ts'
import { sayProblem as sayProblemIn } from '../../shared/say-problem.ts'
import { spoken } from './t.ts'

/** Translates a message from the server. */
export function sayMessage(message: CodedMessage): string {
  return say(message, spoken())
}

/** Translates a message from code shared with the server. */
export function sayCoded(message: Coded): string {
  return sayMessage(toMessage(message))
}

/** An issue with its location in front: `/routes/default/provider: The provider “x” isn’t set up.` */
export function sayIssue(issue: Issue): string {
  return sayIssueIn(issue, spoken())
}

/** A problem found by the doctor, with its location in front. */
export function sayProblem(problem: Pick<Problem, 'message' | 'at'>): string {
  return sayProblemIn(problem, spoken())
}
