import type { Fix, FoundAt, Problem } from './connection.ts'
import { type Coded, coded, inEnglish, toMessage } from './language/say.ts'
import { sayProblem } from './say-problem.ts'

/** Creates a finding with its sentence. */
export function toProblem(
  found: Pick<Problem, 'code' | 'severity'> & { says: Coded; at?: FoundAt; fix?: Fix },
): Problem {
  const { code, severity, says, at, fix } = found
  const message = toMessage(says)
  const known = { message, ...(at !== undefined && { at }) }
  return { code, severity, sentence: sayProblem(known, 'en'), ...known, ...(fix !== undefined && { fix }) }
}

/** Creates a fix with its sentence. */
export function toFix(action: Fix['action'], says: Coded, place: Pick<Fix, 'path' | 'line'> = {}): Fix {
  return { action, text: inEnglish(says), message: toMessage(says), ...place }
}

/** Signalbox edits a different settings file from the one that Claude Code reads. */
export function toOtherSettings({ changed, read }: { changed: string; read: string }): Problem {
  const says = coded('doctor.other_settings', { changed, path: read })
  const fix = toFix('manual', coded('fix.same_home'))
  return toProblem({ code: 'other_settings', severity: 'warning', says, fix })
}
