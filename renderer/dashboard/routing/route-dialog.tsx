import { useState } from 'react'
import type { RoutesView } from '../../../shared/routing-api.ts'
import { t } from '../../language/t.ts'
import { EditDialog } from '../form/edit-dialog.tsx'
import { FieldPair } from '../form/form.tsx'
import { SelectField } from '../form/select-field.tsx'
import { TextArea } from '../form/text-area.tsx'
import { TextField } from '../form/text-field.tsx'
import { useDraft } from '../form/use-draft.ts'
import { isKind, KINDS } from './kinds.ts'
import { ROUTE_FIELDS, toRoute, toRouteDraft } from './to-route.ts'
import { useSaveRoutes } from './use-routing.ts'

interface RouteDialogProps {
  /** A kind or a model; empty for a new route by model. */
  name: string
  view: RoutesView
  providers: readonly string[]
  onClose: () => void
}

/** Form for one route. */
export function RouteDialog({ name, view, providers, onClose }: RouteDialogProps) {
  const save = useSaveRoutes()
  const [threshold, setThreshold] = useState(String(view.routing.longContextThreshold))
  const state = useDraft({
    initial: toRouteDraft(name, view.routes[name], providers[0] ?? 'anthropic'),
    fields: ROUTE_FIELDS,
    at: (route) => ['routes', route.name.trim()],
    save,
  })
  const { draft, set, errors } = state
  const submit = () => {
    const { route, errors: found } = toRoute(draft)
    if (!state.passes(found) || !route) return
    save.mutate(
      ({ routes }) => ({
        routes: { ...routes, [draft.name.trim()]: route },
        ...(name === 'longContext' && { routing: { longContextThreshold: Number(threshold) } }),
      }),
      { onSuccess: onClose },
    )
  }
  return (
    <EditDialog title={titleOf(name)} label={t('Route')} state={state} onSubmit={submit} onClose={onClose}>
      {name === '' && (
        <TextField
          label={t('Requested model')}
          code
          value={draft.name}
          error={errors.name}
          hint={t('The name that Claude Code sends.')}
          onChange={(value) => set({ name: value })}
        />
      )}
      {name === 'longContext' && (
        <TextField
          label={t('Minimum tokens')}
          inputMode="numeric"
          value={threshold}
          hint={t('Compared with an estimate for the whole request.')}
          onChange={setThreshold}
        />
      )}
      <FieldPair>
        <SelectField
          label={t('Provider')}
          value={draft.provider}
          error={errors.provider}
          options={[...new Set([...providers, draft.provider])].map((each) => ({
            name: each,
            label: each,
          }))}
          onChange={(provider) => set({ provider })}
        />
        <TextField
          label={t('Model')}
          code
          value={draft.model}
          error={errors.model}
          onChange={(model) => set({ model })}
        />
      </FieldPair>
      <TextArea
        label={t('Fallbacks')}
        rows={2}
        value={draft.fallbacks}
        error={errors.fallbacks}
        hint={t('One provider,model per line, tried in this order.')}
        onChange={(fallbacks) => set({ fallbacks })}
      />
      <TextArea
        label={t('Parameters')}
        rows={2}
        value={draft.parameters}
        error={errors.parameters}
        hint={t('JSON. Added to requests that don’t set them.')}
        onChange={(parameters) => set({ parameters })}
      />
    </EditDialog>
  )
}

function titleOf(name: string): string {
  if (name === '') return t('New model route')
  return t('Route: {{name}}', { name: isKind(name) ? KINDS[name].label() : name })
}
