import type { HeaderRule } from '../../../shared/live-settings.ts'
import { t } from '../../language/t.ts'
import { EditDialog } from '../form/edit-dialog.tsx'
import { SelectField } from '../form/select-field.tsx'
import { TextField } from '../form/text-field.tsx'
import { useDraft } from '../form/use-draft.ts'
import { checkRule, LISTS, NEW_RULE, RULE_FIELDS, type Side, trimRule } from './rule.ts'
import { useSaveRules } from './use-rules.ts'

interface RuleDialogProps {
  side: Side
  /** Undefined for a new rule, which is appended. */
  index: number | undefined
  rule: HeaderRule | undefined
  count: number
  onClose: () => void
}

const actions = () =>
  [
    { name: 'set', label: t('Set to a value') },
    { name: 'replace', label: t('Replace part of the value') },
    { name: 'block', label: t('Remove') },
  ] as const

/** Form for one rule. Saves only if all fields are valid. */
export function RuleDialog({ side, index, rule, count, onClose }: RuleDialogProps) {
  const save = useSaveRules()
  const state = useDraft<HeaderRule, (typeof RULE_FIELDS)[number]>({
    initial: rule ?? NEW_RULE,
    fields: RULE_FIELDS,
    at: () => [LISTS[side], index ?? count],
    save,
  })
  const { draft, set, errors } = state
  const submit = () => {
    if (!state.passes(checkRule(draft))) return
    const saved = trimRule(draft)
    save.mutate(
      { side, change: (list) => (index === undefined ? [...list, saved] : list.with(index, saved)) },
      { onSuccess: onClose },
    )
  }
  return (
    <EditDialog
      title={title(side, index)}
      label={t('Header rule')}
      state={state}
      onSubmit={submit}
      onClose={onClose}
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
    </EditDialog>
  )
}

function title(side: Side, index: number | undefined): string {
  if (index === undefined) return side === 'request' ? t('New request rule') : t('New response rule')
  const place = index + 1
  return side === 'request' ? t('Request rule {{place}}', { place }) : t('Response rule {{place}}', { place })
}
