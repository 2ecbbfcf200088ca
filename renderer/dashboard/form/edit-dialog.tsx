import type { ReactNode } from 'react'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Form } from './form.tsx'
import { Sentences } from './sentences.tsx'
import type { DraftState } from './use-draft.ts'

interface EditDialogProps {
  title: string
  /** Name of the form. */
  label: string
  state: Pick<DraftState<unknown>, 'refusal' | 'isSaving'>
  onSubmit: () => void
  onClose: () => void
  /** The fields. */
  children: ReactNode
}

/** A form in a dialog, to add or change one entry of a list. It stays open until the entry is saved. */
export function EditDialog({ title, label, state, onSubmit, onClose, children }: EditDialogProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <Form
        label={label}
        onSubmit={onSubmit}
        actions={
          <>
            <Button onClick={onClose}>{t('Cancel')}</Button>
            <Button kind="primary" type="submit" disabled={state.isSaving}>
              {t('Save')}
            </Button>
          </>
        }
      >
        {children}
        <Sentences label={t('Not saved')} tone="error" sentences={state.refusal} />
      </Form>
    </Dialog>
  )
}
