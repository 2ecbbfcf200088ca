import { useState } from 'react'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { sayError } from '../data/say-error.ts'
import { Sentences } from '../form/sentences.tsx'
import styles from './settings-page.module.css'
import { useDeleteAll } from './use-settings.ts'

/** Deletes the log. Asks first, because this cannot be undone. */
export function DeleteAll() {
  const [asking, setAsking] = useState(false)
  const run = useDeleteAll()
  return (
    <>
      <output className={styles.note}>
        {run.data && t('{{count, number}} requests deleted.', { count: run.data.deleted })}
      </output>
      <Button onClick={() => setAsking(true)}>{t('Delete all requests…')}</Button>
      {asking && (
        <Dialog
          title={t('Delete all requests?')}
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button onClick={() => setAsking(false)}>{t('Cancel')}</Button>
              <Button
                kind="primary"
                disabled={run.isPending}
                onClick={() => run.mutate(undefined, { onSuccess: () => setAsking(false) })}
              >
                {t('Delete all')}
              </Button>
            </>
          }
        >
          <p>
            {t(
              'This deletes all logged requests, with their bodies, usage and costs. It can’t be undone. Claude Code’s own transcripts stay.',
            )}
          </p>
          <Sentences label={t('Not deleted')} tone="error" sentences={sayError(run.error)} />
        </Dialog>
      )}
    </>
  )
}
