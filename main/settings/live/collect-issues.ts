import { type CodedIssue, issueAt, type Path } from '../../../shared/coded-issue.ts'
import { coded } from '../../../shared/language/say.ts'
import type { OnProblem } from './read-part.ts'

/** Maximum number of issues, because each is located in the file and shown; a last one says that there are more. */
const MAX_ISSUES = 100

/** @param lineOf the line of a path in the file, if there is a file */
export function collectIssues(lineOf?: (path: Path) => number): {
  issues: CodedIssue[]
  onProblem: OnProblem
} {
  const issues: CodedIssue[] = []
  return {
    issues,
    onProblem(path, problem, effect) {
      if (issues.length > MAX_ISSUES) return
      if (issues.length === MAX_ISSUES) return void issues.push(coded('settings.more_issues'))
      issues.push({ ...(lineOf && effect && { line: lineOf(path), effect }), ...issueAt(path, problem) })
    },
  }
}
