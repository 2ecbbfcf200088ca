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
        <p className={styles.note}>{t('Its own file stays as it is, and what is set here stays, too.')}</p>
        <Button disabled={isPending} onClick={() => run.mutate(false)}>
          {t('Show what would come')}
        </Button>
      </div>
      {isMissing ? (
        <p>{sayError(error)}</p>
      ) : (
        <Sentences label={t('Why it was not read')} tone="error" sentences={sayError(error)} />
      )}
      {data && !error && (
        <>
          <Found result={data} />
          <Sentences
            label={t('What cannot be taken over')}
            tone="warning"
            sentences={data.issues.map(sayIssue)}
          />
          {!data.applied && count > 0 && (
            <div>
              <Button kind="primary" disabled={isPending} onClick={() => run.mutate(true)}>
                {t('Take it over')}
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
  if (providers.length + names.length === 0) return <p>{t('Nothing there is new here.')}</p>
  return (
    <>
      <p>{applied ? t('Taken over:') : t('New here:')}</p>
      <ul className={styles.steps} aria-label={t('What is new')}>
        {providers.map(({ name, apiBaseUrl, models, hasKey }) => (
          <li key={name}>
            {t('Provider {{name}}', { name })} <code className={styles.code}>{apiBaseUrl}</code>{' '}
            <span className={styles.note}>
              {hasKey ? t('with its key') : t('without a key')}, {models.join(', ') || t('no models')}
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
