import { useState } from 'react'
import type { Routes } from '../../../shared/live-settings.ts'
import type { ProviderView } from '../../../shared/provider-api.ts'
import { sayMessage } from '../../language/say-message.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Switch } from '../../ui/switch.tsx'
import { sayError } from '../data/say-error.ts'
import { ListPanel } from '../form/list-panel.tsx'
import { ProviderDialog } from './provider-dialog.tsx'
import styles from './list.module.css'
import { useDelayedDelete } from './use-delayed-delete.ts'
import { useProviderAct } from './use-routing.ts'

const KEYS = {
  file: () => t('key from the settings'),
  environment: () => t('key from the environment'),
  client: () => t('Claude Code’s own sign-in'),
  none: () => t('no key'),
} as const

const SOURCES = {
  'built-in': () => t('built in'),
  environment: () => t('from the environment'),
} as const

interface ProvidersPanelProps {
  providers: readonly ProviderView[]
  /** Routes that use a provider prevent its deletion. */
  routes: Routes
}

/** Providers. Shows only the last characters of their keys. */
export function ProvidersPanel({ providers, routes }: ProvidersPanelProps) {
  const act = useProviderAct()
  const [editing, setEditing] = useState<{ provider: ProviderView | undefined }>()
  // Hides the deleted provider until the list is reloaded without it.
  const leaving = act.isPending && act.variables.act === 'remove' ? act.variables.name : undefined
  const deletion = useDelayedDelete((name) => act.mutate({ act: 'remove', name }))
  return (
    <ListPanel
      title={t('Providers')}
      add={{ text: t('Add provider'), onClick: () => setEditing({ provider: undefined }) }}
      refusal={{ label: t('Error'), sentences: sayError(act.error) }}
      undo={{
        done: deletion.name && t('Deleting {{name}}.', { name: deletion.name }),
        onUndo: deletion.undo,
      }}
      dialog={editing && <ProviderDialog provider={editing.provider} onClose={() => setEditing(undefined)} />}
    >
      {providers
        .filter(({ name }) => name !== deletion.name && name !== leaving)
        .map((provider) => (
          <Provider
            key={provider.name}
            provider={provider}
            isNeeded={leadsTo(routes, provider.name)}
            onToggle={() => act.mutate({ act: 'toggle', name: provider.name })}
            onEdit={() => setEditing({ provider })}
            onDelete={() => deletion.remove(provider.name)}
          />
        ))}
    </ListPanel>
  )
}

interface ProviderProps {
  provider: ProviderView
  isNeeded: boolean
  onToggle: () => void
  onEdit: () => void
  onDelete: () => void
}

function Provider({ provider, isNeeded, onToggle, onEdit, onDelete }: ProviderProps) {
  const { name, type, apiBaseUrl, apiKey, keySource, models, enabled, source, issue } = provider
  return (
    <li className={styles.item} data-on={enabled}>
      <Switch
        label={t('Use {{name}}', { name })}
        on={enabled}
        title={enabled ? t('Turn {{name}} off', { name }) : t('Turn {{name}} on', { name })}
        onChange={onToggle}
      />
      <div className={styles.text}>
        <p>
          <strong className={styles.name}>{name}</strong>{' '}
          <span className={styles.note}>
            {type === name ? '' : `${type}, `}
            {source === 'file' ? '' : `${SOURCES[source]()}, `}
            {enabled ? t('on') : t('off')}
          </span>
        </p>
        <p className={styles.note}>
          <code className={styles.code}>{apiBaseUrl || t('no address')}</code>, {KEYS[keySource]()}{' '}
          {apiKey && <code className={styles.code}>{apiKey}</code>}
          {models.length > 0 && `, ${models.join(', ')}`}
        </p>
        {issue && <p className={styles.problem}>{sayMessage(issue)}</p>}
      </div>
      <Button kind="quiet" aria-label={t('Edit {{name}}', { name })} onClick={onEdit}>
        {t('Edit')}
      </Button>
      {source === 'file' && (
        <IconButton
          icon="close"
          title={
            isNeeded ? t('Routes use {{name}}. Delete them first.', { name }) : t('Delete {{name}}', { name })
          }
          disabled={isNeeded}
          onClick={onDelete}
        />
      )}
    </li>
  )
}

function leadsTo(routes: Routes, name: string): boolean {
  return Object.values(routes).some(
    ({ provider, fallbacks }) => provider === name || fallbacks?.some((each) => each.provider === name),
  )
}
