import { useState } from 'react'
import type { RouteConfig } from '../../../shared/live-settings.ts'
import type { RoutesView } from '../../../shared/routing-api.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { formatCount } from '../../ui/format-number.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { sayError } from '../data/say-error.ts'
import { ListPanel } from '../form/list-panel.tsx'
import { Sentences } from '../form/sentences.tsx'
import { useUndo } from '../form/use-undo.ts'
import { isKind, KIND_NAMES, KINDS } from './kinds.ts'
import styles from './list.module.css'
import { RouteDialog } from './route-dialog.tsx'
import { sayMissing } from './say-missing.ts'
import { useSaveRoutes, without } from './use-routing.ts'

interface RoutesPanelProps {
  view: RoutesView
  providers: readonly string[]
}

/** Routes: provider and model for each kind of request. */
export function RoutesPanel({ view, providers }: RoutesPanelProps) {
  const save = useSaveRoutes()
  const [editing, setEditing] = useState<{ name: string }>()
  const models = Object.keys(view.routes).filter((name) => !isKind(name))
  const deletion = useUndo<{ name: string; route: RouteConfig }>({
    remove: ({ name }, onSuccess) =>
      save.mutate(({ routes }) => ({ routes: without(routes, name) }), { onSuccess }),
    restore: ({ name, route }, onSuccess) =>
      save.mutate(({ routes }) => ({ routes: { ...routes, [name]: route } }), { onSuccess }),
  })
  return (
    <ListPanel
      title={t('Routes')}
      add={{ text: t('Add model route'), onClick: () => setEditing({ name: '' }) }}
      refusal={{ label: t('Not saved'), sentences: sayError(save.error) }}
      undo={{
        done:
          deletion.removed && t('Deleted the route for {{name}}.', { name: labelOf(deletion.removed.name) }),
        onUndo: deletion.undo,
      }}
      dialog={
        editing && (
          <RouteDialog
            name={editing.name}
            view={view}
            providers={providers}
            onClose={() => setEditing(undefined)}
          />
        )
      }
    >
      {[...KIND_NAMES, ...models].map((name) => (
        <Route
          key={name}
          name={name}
          route={view.routes[name]}
          providers={providers}
          threshold={view.routing.longContextThreshold}
          onEdit={() => setEditing({ name })}
          onDelete={(route) => deletion.remove({ name, route })}
        />
      ))}
    </ListPanel>
  )
}

interface RouteProps {
  name: string
  route: RouteConfig | undefined
  providers: readonly string[]
  threshold: number
  onEdit: () => void
  onDelete: (route: RouteConfig) => void
}

function Route({ name, route, providers, threshold, onEdit, onDelete }: RouteProps) {
  const label = labelOf(name)
  return (
    <li className={styles.item}>
      <div className={styles.text}>
        <p className={styles.name}>{label}</p>
        <p className={styles.note}>
          {name === 'longContext'
            ? t('Requests with more than {{tokens}} tokens.', { tokens: formatCount(threshold) })
            : isKind(name)
              ? KINDS[name].about()
              : t('Requests for this model.')}
        </p>
      </div>
      <div className={styles.text}>
        {route ? (
          <>
            <Target route={route} />
            <Sentences
              label={t('Problems')}
              tone="warning"
              sentences={missingIn(route, providers).map((provider) => sayMissing(provider))}
            />
          </>
        ) : (
          <p className={styles.note}>
            {name === 'default'
              ? t('Sent to Anthropic unchanged')
              : t('No route. Handled like everything else.')}
          </p>
        )}
      </div>
      <div className={styles.action}>
        <Button
          kind="quiet"
          aria-label={
            route ? t('Edit {{name}}', { name: label }) : t('Add route for {{name}}', { name: label })
          }
          onClick={onEdit}
        >
          {route ? t('Edit') : t('Add route')}
        </Button>
      </div>
      <IconButton
        icon="close"
        title={t('Delete the route for {{name}}', { name: label })}
        disabled={!route}
        onClick={() => route && onDelete(route)}
      />
    </li>
  )
}

function Target({ route: { provider, model, ...more } }: { route: RouteConfig }) {
  const fallbacks = more.fallbacks ?? []
  const extra = Object.keys(more.parameters ?? {})
  return (
    <>
      <p>
        {provider} <code className={styles.code}>{model}</code>
      </p>
      {fallbacks.length > 0 && (
        <p className={styles.note}>
          {t('then {{targets}}', {
            targets: fallbacks.map((each) => `${each.provider} ${each.model}`).join(', '),
          })}
        </p>
      )}
      {extra.length > 0 && (
        <p className={styles.note}>{t('with {{parameters}}', { parameters: extra.join(', ') })}</p>
      )}
    </>
  )
}

/** Providers of a route that are not configured. A disabled provider is in the list above. */
function missingIn({ provider, fallbacks = [] }: RouteConfig, providers: readonly string[]): string[] {
  const wanted = [provider, ...fallbacks.map((each) => each.provider)]
  return [...new Set(wanted)].filter((name) => !providers.includes(name))
}

function labelOf(name: string): string {
  return isKind(name) ? KINDS[name].label() : name
}
