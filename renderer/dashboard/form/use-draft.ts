import { useState } from 'react'
import type { Path } from '../../../shared/coded-issue.ts'
import { type FieldErrors, splitRefusal } from '../data/split-refusal.ts'

interface DraftOptions<Draft, Field extends string> {
  initial: Draft
  /** Fields that show an error. */
  fields: readonly Field[]
  /** Path of the edited part in the API's document. */
  at?: (draft: Draft) => Path
  /** The mutation that saves it. */
  save: { error: Error | null; isPending: boolean; reset: () => void }
}

/** A form's values while they are edited, with the errors of the form's own check or of the API's refusal. */
export interface DraftState<Draft, Field extends string = string> {
  draft: Draft
  set: (change: Partial<Draft>) => void
  errors: FieldErrors<Field>
  /** Reasons of the refusal that belong to no field. */
  refusal: readonly string[]
  isSaving: boolean
  /** Shows the errors of the form's own check. @returns true if there are none */
  passes: (errors: FieldErrors<Field>) => boolean
}

const wholeDocument = (): Path => []

/** Edits a copy of `initial`. Each change takes the errors away, because they were about the value before. */
export function useDraft<Draft, Field extends string>(
  options: DraftOptions<Draft, Field>,
): DraftState<Draft, Field> {
  const { initial, fields, at = wholeDocument, save } = options
  const [draft, setDraft] = useState(initial)
  const [found, setFound] = useState<FieldErrors<Field>>({})
  const { errors, rest } = splitRefusal(save.error, { at: at(draft), fields })
  return {
    draft,
    set: (change) => {
      setDraft({ ...draft, ...change })
      setFound({})
      save.reset()
    },
    errors: { ...errors, ...found },
    refusal: rest,
    isSaving: save.isPending,
    passes: (now) => {
      setFound(now)
      return Object.keys(now).length === 0
    },
  }
}
