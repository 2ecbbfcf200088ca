import { storageFailure } from '../../../shared/language/storage-failure.ts'
import { sayCoded } from '../../language/say-message.ts'
import { locale, t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import type { StorageStatus } from '../../../shared/storage-status.ts'
import { formatBytes, formatCount } from '../../ui/format-number.ts'
import { Meter } from '../../ui/meter.tsx'
import { Panel } from '../../ui/panel.tsx'
import { FieldPair, Form } from '../form/form.tsx'
import { SelectField } from '../form/select-field.tsx'
import { Sentences } from '../form/sentences.tsx'
import { TextField } from '../form/text-field.tsx'
import { useDraft } from '../form/use-draft.ts'
import { DeleteAll } from './delete-all.tsx'
import styles from './settings-page.module.css'
import { STORAGE_FIELDS, toStorage, toStorageDraft } from './to-storage.ts'
import { useSaveStorage } from './use-settings.ts'

const levels = () =>
  [
    { name: 'full', label: t('Requests with headers and bodies') },
    { name: 'metadata', label: t('Requests without bodies') },
    { name: 'off', label: t('Nothing') },
  ] as const

/** Capture, retention and size of the request log. */
export function StoragePanel({ status: { settings, state } }: { status: StorageStatus }) {
  const save = useSaveStorage()
  const { draft, set, errors, refusal, passes } = useDraft({
    initial: toStorageDraft(settings),
    fields: STORAGE_FIELDS,
    save,
  })
  const submit = () => {
    const found = toStorage(draft)
    if (passes(found.errors) && found.settings) save.mutate(found.settings)
  }
  const isChanged = JSON.stringify(draft) !== JSON.stringify(toStorageDraft(settings))
  return (
    <Panel title={t('Storage')} note={t('Stays on this computer')}>
      <Sentences label={t('Request log')} tone="warning" sentences={toTroubles(state)} />
      <Size bytes={state.file_bytes} megabytes={settings.maxMegabytes} />
      <Form
        label={t('Storage')}
        onSubmit={submit}
        actions={
          <>
            <DeleteAll />
            <Button
              kind={isChanged ? 'primary' : 'plain'}
              type="submit"
              disabled={!isChanged || save.isPending}
            >
              {t('Save')}
            </Button>
          </>
        }
      >
        <SelectField
          label={t('Capture')}
          value={draft.capture}
          options={levels()}
          hint={t('Keys and sign-ins are never stored. Applies from the next request.')}
          onChange={(capture) => set({ capture })}
        />
        <FieldPair>
          <TextField
            label={t('Retention in days')}
            inputMode="numeric"
            value={draft.maxDays}
            error={errors.maxDays}
            hint={t('0 keeps requests indefinitely.')}
            onChange={(maxDays) => set({ maxDays })}
          />
          <TextField
            label={t('Maximum size in MB')}
            inputMode="numeric"
            value={draft.maxMegabytes}
            error={errors.maxMegabytes}
            hint={t('The oldest requests are deleted first. 0 means no limit.')}
            onChange={(maxMegabytes) => set({ maxMegabytes })}
          />
        </FieldPair>
        <Sentences label={t('Not saved')} tone="error" sentences={refusal} />
      </Form>
    </Panel>
  )
}

/** The same unit as retention uses. */
const MEGABYTE = 1024 * 1024
const NEARLY_FULL = 0.9

function Size({ bytes, megabytes }: { bytes: number; megabytes: number }) {
  if (megabytes === 0)
    return <p>{t('The request log uses {{bytes}}. There is no limit.', { bytes: formatBytes(bytes) })}</p>
  const taken = bytes / MEGABYTE
  const share = taken / megabytes
  const oneDecimal = new Intl.NumberFormat(locale(), { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  return (
    <div className={styles.size}>
      <p>
        {t('The request log uses {{taken}} MB of {{most}} MB.', {
          taken: oneDecimal.format(taken),
          most: formatCount(megabytes),
        })}
      </p>
      <Meter
        label={t('Size of the request log')}
        share={share}
        tone={share > NEARLY_FULL ? 'warning' : 'plain'}
      />
    </div>
  )
}

function toTroubles(state: StorageStatus['state']): string[] {
  const troubles: string[] = []
  if (state.status === 'degraded') troubles.push(sayFailure(state))
  if (state.not_kept > 0) {
    troubles.push(
      t('{{count, number}} requests since startup are missing from the request log.', {
        count: state.not_kept,
      }),
    )
  }
  if (state.bodies_not_kept > 0) {
    troubles.push(
      t('{{count, number}} requests since startup were recorded without their bodies.', {
        count: state.bodies_not_kept,
      }),
    )
  }
  if (state.displaced !== null) troubles.push(sayDisplaced(state.displaced))
  if (state.set_aside.length > 0) {
    troubles.push(t('Damaged files were set aside: {{files}}.', { files: state.set_aside.join(', ') }))
  }
  return troubles
}

function sayFailure({ reason, update }: StorageStatus['state']): string {
  const failure = reason === null ? undefined : storageFailure(reason, update)
  if (update !== undefined && failure) return sayCoded(failure)
  return [t('The request log can’t be written.'), failure && sayCoded(failure)].filter(Boolean).join(' ')
}

function sayDisplaced({ how, at }: NonNullable<StorageStatus['state']['displaced']>): string {
  const time = new Date(at).toLocaleString(locale())
  switch (how) {
    case 'missing':
      return t('The database file was deleted or moved ({{time}}). Signalbox now writes to a new one.', {
        time,
      })
    case 'replaced':
      return t('Another file replaced the database ({{time}}). Signalbox now writes to that file.', {
        time,
      })
    case 'damaged':
      return t('The database file was overwritten ({{time}}). Signalbox now writes to a new one.', { time })
    case 'log':
      return t('A file next to the database was deleted ({{time}}). No requests were lost.', { time })
  }
}
