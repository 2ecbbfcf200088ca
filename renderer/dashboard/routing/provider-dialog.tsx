import { useState } from 'react'
import type { ProviderView } from '../../../shared/provider-api.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { sayError, sayFieldError } from '../data/say-error.ts'
import { FieldPair, Form } from '../form/form.tsx'
import { SelectField } from '../form/select-field.tsx'
import { Sentences } from '../form/sentences.tsx'
import { TextArea } from '../form/text-area.tsx'
import { TextField } from '../form/text-field.tsx'
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

const TYPES = PROVIDER_TYPES.map((name) => ({ name, label: name }))

/** Form for a provider. A saved key is never shown. */
export function ProviderDialog({ provider, onClose }: ProviderDialogProps) {
  const act = useProviderAct()
  const [draft, setDraft] = useState(toDraft(provider))
  const set = (change: Partial<ProviderDraft>) => {
    setDraft({ ...draft, ...change })
    act.reset()
  }
  const submit = () =>
    act.mutate(
      provider
        ? { act: 'change', name: provider.name, change: toProviderChange(draft, provider) }
        : { act: 'add', provider: toNewProvider(draft) },
      { onSuccess: onClose },
    )
  return (
    <Dialog
      title={provider ? t('Provider {{name}}', { name: provider.name }) : t('New provider')}
      onClose={onClose}
    >
      <Form
        label={t('Provider')}
        onSubmit={submit}
        actions={
          <>
            <Button onClick={onClose}>{t('Cancel')}</Button>
            <Button kind="primary" type="submit" disabled={act.isPending}>
              {t('Save')}
            </Button>
          </>
        }
      >
        <FieldPair>
          <TextField
            label={t('Name')}
            code
            value={draft.name}
            error={sayFieldError(act.error, '/name')}
            hint={t('Lowercase letters, digits, dots and dashes.')}
            onChange={(name) => set({ name })}
          />
          <SelectField
            label={t('API format')}
            value={draft.type}
            options={TYPES}
            onChange={(type) => set({ type })}
          />
        </FieldPair>
        <TextField
          label={t('Address')}
          code
          type="url"
          value={draft.apiBaseUrl}
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
          placeholder={provider?.apiKey ?? ''}
          hint={
            provider?.apiKey
              ? t('Leave empty to keep the saved key.')
              : t('Leave empty to use a key from the environment.')
          }
          onChange={(apiKey) => set({ apiKey })}
        />
        <FieldPair>
          <TextArea
            label={t('Models')}
            rows={3}
            value={draft.models}
            hint={t('One per line.')}
            onChange={(models) => set({ models })}
          />
          <TextField
            label={t('Maximum output tokens')}
            inputMode="numeric"
            value={draft.maxTokens}
            hint={t('Leave empty for no limit.')}
            onChange={(maxTokens) => set({ maxTokens })}
          />
        </FieldPair>
        <Sentences label={t('Not saved')} tone="error" sentences={sayError(act.error)} />
      </Form>
    </Dialog>
  )
}
