import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RouterImportResult } from '../../../shared/routing-api.ts'
import { ApiError } from '../../api/api.ts'
import { sayIssue } from '../../language/say-message.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { sayError } from '../data/say-error.ts'
import { useDeps } from '../deps.ts'
import { Sentences } from '../form/sentences.tsx'
import styles from './list.module.css'

/** Imports the configuration of claude-code-router, after a preview. */
export function ImportPanel() {
  const { api } = useDeps()
  const queryClient = useQueryClient()
  const run = useMutation({
    mutationFn: async (apply: boolean) =>
      api.send('POST', '/api/routes/import', RouterImportResult, { apply }),
    networkMode: 'always',
    onSuccess: async ({ applied }) => {
      if (applied) await queryClient.invalidateQueries({ queryKey: ['settings'] })
    },
  })
  const { data, error, isPending } = run
  const isMissing = error instanceof ApiError && error.status === 404
  const count = data ? data.providers.length + Object.keys(data.routes).length : 0
  return (
    <Panel title={t('Import from claude-code-router')}>
      <div className={styles.row}>
        <p className={styles.note}>
          {t('Your claude-code-router file and the providers and routes here stay unchanged.')}
        </p>
        <Button disabled={isPending} onClick={() => run.mutate(false)}>
          {t('Preview import')}
        </Button>
      </div>
      {isMissing ? (
        <p>{sayError(error).join(' ')}</p>
      ) : (
        <Sentences label={t('Import failed')} tone="error" sentences={sayError(error)} />
      )}
      {data && !error && (
        <>
          <Found result={data} />
          <Sentences label={t('Not imported')} tone="warning" sentences={data.issues.map(sayIssue)} />
          {!data.applied && count > 0 && (
            <div>
              <Button kind="primary" disabled={isPending} onClick={() => run.mutate(true)}>
                {t('Import')}
              </Button>
            </div>
          )}
        </>
      )}
    </Panel>
  )
}

function Found({ result: { providers, routes, applied } }: { result: RouterImportResult }) {
  const names = Object.entries(routes)
  if (providers.length + names.length === 0) return <p>{t('Nothing new to import.')}</p>
  return (
    <>
      <p>{applied ? t('Imported:') : t('Will be imported:')}</p>
      <ul className={styles.steps} aria-label={t('New entries')}>
        {providers.map(({ name, apiBaseUrl, models, hasKey }) => (
          <li key={name}>
            {t('Provider {{name}}', { name })} <code className={styles.code}>{apiBaseUrl}</code>{' '}
            <span className={styles.note}>
              {hasKey ? t('with key') : t('without key')}, {models.join(', ') || t('no models')}
            </span>
          </li>
        ))}
        {names.map(([name, { provider, model }]) => (
          <li key={name}>
            {t('Route {{name}}:', { name })} {provider} <code className={styles.code}>{model}</code>
          </li>
        ))}
      </ul>
    </>
  )
}
