import type { ProviderView } from '../../../shared/provider-api.ts'
import { t } from '../../language/t.ts'
import { EditDialog } from '../form/edit-dialog.tsx'
import { FieldPair } from '../form/form.tsx'
import { SelectField } from '../form/select-field.tsx'
import { TextArea } from '../form/text-area.tsx'
import { TextField } from '../form/text-field.tsx'
import { type DraftState, useDraft } from '../form/use-draft.ts'
import {
  PROVIDER_TYPES,
  type ProviderDraft,
  toDraft,
  toNewProvider,
  toProviderChange,
} from './to-provider.ts'
import { useProviderAct } from './use-routing.ts'

interface ProviderDialogProps {
  /** Undefined for a new provider. */
  provider: ProviderView | undefined
  onClose: () => void
}

const FIELDS = ['name', 'type', 'apiBaseUrl', 'apiKey', 'models', 'maxTokens'] as const
const TYPES = PROVIDER_TYPES.map((name) => ({ name, label: name }))

/** Form for a provider. A saved key is never shown. */
export function ProviderDialog({ provider, onClose }: ProviderDialogProps) {
  const act = useProviderAct()
  const state = useDraft({ initial: toDraft(provider), fields: FIELDS, save: act })
  const { draft, set, errors } = state
  const submit = () =>
    act.mutate(
      provider
        ? { act: 'change', name: provider.name, change: toProviderChange(draft, provider) }
        : { act: 'add', provider: toNewProvider(draft) },
      { onSuccess: onClose },
    )
  return (
    <EditDialog
      title={provider ? t('Provider {{name}}', { name: provider.name }) : t('New provider')}
      label={t('Provider')}
      state={state}
      onSubmit={submit}
      onClose={onClose}
    >
      <FieldPair>
        <TextField
          label={t('Name')}
          code
          value={draft.name}
          error={errors.name}
          hint={t('Lowercase letters, digits, dots and dashes.')}
          onChange={(name) => set({ name })}
        />
        <SelectField
          label={t('API format')}
          value={draft.type}
          error={errors.type}
          options={TYPES}
          onChange={(type) => set({ type })}
        />
      </FieldPair>
      <TextField
        label={t('Address')}
        code
        type="url"
        value={draft.apiBaseUrl}
        error={errors.apiBaseUrl}
        placeholder="https://api.example.com/v1"
        hint={t('Leave empty for the public address of the API format.')}
        onChange={(apiBaseUrl) => set({ apiBaseUrl })}
      />
      <TextField
        label={t('API key')}
        code
        type="password"
        autoComplete="off"
        value={draft.apiKey}
        error={errors.apiKey}
        placeholder={provider?.apiKey ?? ''}
        hint={
          provider?.apiKey
            ? t('Leave empty to keep the saved key.')
            : t('Leave empty to use a key from the environment.')
        }
        onChange={(apiKey) => set({ apiKey })}
      />
      <Limits {...state} />
    </EditDialog>
  )
}

/** Fields of the models and of their limit. */
function Limits({ draft, set, errors }: DraftState<ProviderDraft, (typeof FIELDS)[number]>) {
  return (
    <FieldPair>
      <TextArea
        label={t('Models')}
        rows={3}
        value={draft.models}
        error={errors.models}
        hint={t('One per line.')}
        onChange={(models) => set({ models })}
      />
      <TextField
        label={t('Maximum output tokens')}
        inputMode="numeric"
        value={draft.maxTokens}
        error={errors.maxTokens}
        hint={t('Leave empty for no limit.')}
        onChange={(maxTokens) => set({ maxTokens })}
      />
    </FieldPair>
  )
}
