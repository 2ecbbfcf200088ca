import type { TranscriptUsage } from '../../../shared/transcript-usage.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { formatShare } from '../../ui/format-number.ts'
import { formatDate } from '../../ui/format-time.ts'
import { Meter } from '../../ui/meter.tsx'
import { Panel } from '../../ui/panel.tsx'
import { sayError } from '../data/say-error.ts'
import { Sentences } from '../form/sentences.tsx'
import styles from './transcript-panel.module.css'
import { useTranscriptAction, useTranscriptUsage } from './use-transcript-usage.ts'

/**
 * Usage from before the installation, from Claude Code's transcripts.
 *
 * @param props.isOffer shown only until the user has imported or declined, and while an import runs
 */
export function TranscriptPanel({ isOffer = false }: { isOffer?: boolean }) {
  const { data } = useTranscriptUsage()
  if (data === undefined || (isOffer && !data.isOffered && data.state === 'idle')) return null
  return (
    <div className={styles.whole}>
      <Panel title={t('Usage before Signalbox')}>
        <div className={styles.row}>
          <div className={styles.text}>
            <State usage={data} />
          </div>
          <Actions usage={data} isOffer={isOffer} />
        </div>
      </Panel>
    </div>
  )
}

function State({ usage }: { usage: TranscriptUsage }) {
  const { state, progress = 0, messages, sessions, from, to, importedAt, error = '' } = usage
  if (state === 'running')
    return (
      <>
        <p>{t('Reading Claude Code’s transcripts: {{share}}', { share: formatShare(progress) })}</p>
        <Meter label={t('Progress of the import')} share={progress} tone="plain" />
      </>
    )
  if (state === 'failed')
    return (
      <Sentences
        label={t('Not imported')}
        tone="error"
        sentences={[t('The import failed: {{error}}', { error })]}
      />
    )
  if (importedAt === undefined)
    return (
      <p>
        {t(
          'Claude Code’s transcripts name the tokens of earlier responses. Import them to see earlier days in the usage. Only counts, models, sessions and folders are read, and the import can be removed.',
        )}
      </p>
    )
  if (messages === 0 || from === undefined || to === undefined)
    return <p>{t('The transcripts have no response that didn’t pass through Signalbox.')}</p>
  return (
    <p>
      {t('{{count, number}} responses imported from {{sessions, number}} sessions, {{from}} to {{to}}.', {
        count: messages,
        sessions,
        from: formatDate(Date.parse(from)),
        to: formatDate(Date.parse(to)),
      })}
    </p>
  )
}

function Actions({ usage, isOffer }: { usage: TranscriptUsage; isOffer: boolean }) {
  const { mutate, isPending, error } = useTranscriptAction()
  const { state, importedAt } = usage
  if (state === 'running')
    return (
      <Button disabled={isPending} onClick={() => mutate('cancel')}>
        {t('Cancel')}
      </Button>
    )
  return (
    <div className={styles.actions}>
      <Sentences label={t('Not imported')} tone="error" sentences={sayError(error)} />
      {isOffer && (
        <Button disabled={isPending} onClick={() => mutate('decline')}>
          {t('Don’t import')}
        </Button>
      )}
      {importedAt !== undefined && (
        <Button disabled={isPending} onClick={() => mutate('remove')}>
          {t('Remove')}
        </Button>
      )}
      <Button kind={isOffer ? 'primary' : 'plain'} disabled={isPending} onClick={() => mutate('import')}>
        {importedAt === undefined ? t('Import') : t('Import again')}
      </Button>
    </div>
  )
}
