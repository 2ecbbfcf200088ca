import { useState } from 'react'
import type { HeaderRule } from '../../../shared/live-settings.ts'
import { ApiError } from '../../api/api.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { sayError } from '../data/say-error.ts'
import { Form } from '../form/form.tsx'
import { SelectField } from '../form/select-field.tsx'
import { Sentences } from '../form/sentences.tsx'
import { TextField } from '../form/text-field.tsx'
import { checkRule, NEW_RULE, type RuleErrors, type Side, toRuleErrors, trimRule } from './rule.ts'

interface RuleDialogProps {
  side: Side
  /** Undefined for a new rule, which is appended. */
  index: number | undefined
  rule: HeaderRule | undefined
  count: number
  onSave: (change: (list: readonly HeaderRule[]) => readonly HeaderRule[]) => Promise<unknown>
  onClose: () => void
}

const actions = () =>
  [
    { name: 'set', label: t('Set to a value') },
    { name: 'replace', label: t('Replace part of the value') },
    { name: 'block', label: t('Remove') },
  ] as const

/** Form for one rule. Saves only if all fields are valid. */
export function RuleDialog({ side, index, rule, count, onSave, onClose }: RuleDialogProps) {
  const [draft, setDraft] = useState<HeaderRule>(rule ?? NEW_RULE)
  const [errors, setErrors] = useState<RuleErrors>({})
  const [refusal, setRefusal] = useState<string>()
  const set = (change: Partial<HeaderRule>) => {
    setDraft({ ...draft, ...change })
    setErrors({})
    setRefusal(undefined)
  }
  const submit = async () => {
    const found = checkRule(draft)
    setErrors(found)
    if (Object.keys(found).length > 0) return
    const saved = trimRule(draft)
    try {
      await onSave((list) => (index === undefined ? [...list, saved] : list.with(index, saved)))
      onClose()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const said = toRuleErrors(error.issues, { side, index: index ?? count })
      setErrors(said)
      if (Object.keys(said).length === 0) setRefusal(sayError(error).join(' '))
    }
  }
  return (
    <Dialog title={title(side, index)} onClose={onClose}>
      <Form
        label={t('Header rule')}
        onSubmit={() => void submit()}
        actions={
          <>
            <Button onClick={onClose}>{t('Cancel')}</Button>
            <Button kind="primary" type="submit">
              {t('Save')}
            </Button>
          </>
        }
      >
        <TextField
          label={t('Header')}
          code
          value={draft.header}
          error={errors.header}
          hint={t('Case-insensitive. Connection headers can’t be changed.')}
          placeholder="anthropic-beta"
          onChange={(header) => set({ header })}
        />
        <SelectField
          label={t('Action')}
          value={draft.action}
          options={actions()}
          onChange={(action) => set({ action })}
        />
        {draft.action === 'replace' && (
          <TextField
            label={t('Find')}
            code
            value={draft.find ?? ''}
            error={errors.find}
            hint={t('Exact match, all occurrences.')}
            onChange={(find) => set({ find })}
          />
        )}
        {draft.action !== 'block' && (
          <TextField
            label={draft.action === 'set' ? t('Value') : t('Replace with')}
            code
            value={draft.value ?? ''}
            error={errors.value}
            hint={
              draft.action === 'set'
                ? t('Replaces all existing values.')
                : t('Leave empty to remove the match.')
            }
            onChange={(value) => set({ value })}
          />
        )}
        <Sentences label={t('Not saved')} tone="error" sentences={refusal ? [refusal] : []} />
      </Form>
    </Dialog>
  )
}

function title(side: Side, index: number | undefined): string {
  if (index === undefined) return side === 'request' ? t('New request rule') : t('New response rule')
  const place = index + 1
  return side === 'request' ? t('Request rule {{place}}', { place }) : t('Response rule {{place}}', { place })
}
