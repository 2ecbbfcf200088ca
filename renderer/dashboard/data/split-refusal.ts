import { type Path, toPointer } from '../../../shared/coded-issue.ts'
import { ApiError } from '../../api/api.ts'
import { sayIssue, sayMessage } from '../../language/say-message.ts'

/** The sentence at each field of a form that cannot be saved. */
export type FieldErrors<Field extends string = string> = Partial<Record<Field, string>>

interface Place<Field extends string> {
  /** Path of the edited part in the API's document. */
  at: Path
  /** Fields of the form that show an error. */
  fields: readonly Field[]
}

/**
 * Divides a refusal by the API: `/routes/think/model` belongs to the field `model` of the form for `/routes/think`; all
 * other issues, and errors without issues, are sentences for the whole form.
 */
export function splitRefusal<Field extends string>(
  error: Error | null,
  { at, fields }: Place<Field>,
): { errors: FieldErrors<Field>; rest: readonly string[] } {
  if (!error) return { errors: {}, rest: [] }
  const issues = error instanceof ApiError ? error.issues : []
  if (issues.length === 0) return { errors: {}, rest: [error.message] }
  const fieldOf = (path: string | undefined) => fields.find((field) => toPointer([...at, field]) === path)
  const errors: FieldErrors<Field> = {}
  const rest: string[] = []
  for (const issue of issues) {
    const field = fieldOf(issue.path)
    if (field === undefined) rest.push(sayIssue(issue))
    else errors[field] ??= sayMessage(issue)
  }
  return { errors, rest }
}
