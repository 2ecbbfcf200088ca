import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import type { StorageStatus } from '../../../shared/storage-status.ts'
import { formatBytes, formatCount } from '../../ui/format-number.ts'
import { Meter } from '../../ui/meter.tsx'
import { Panel } from '../../ui/panel.tsx'
import { FieldPair, Form } from '../form/form.tsx'
import { SelectField } from '../form/select-field.tsx'
import { Sentences } from '../form/sentences.tsx'
import { TextField } from '../form/text-field.tsx'
import { DeleteAll } from './delete-all.tsx'
import styles from './settings-page.module.css'
import { type StorageDraft, type StorageErrors, toStorage, toStorageDraft } from './to-storage.ts'
import { useSaveStorage } from './use-settings.ts'

const LEVELS = [
  { name: 'full', label: 'Requests with headers and bodies' },
  { name: 'metadata', label: 'Requests without bodies' },
  { name: 'off', label: 'Nothing' },
] as const

/** What is kept of each request, for how long, and how much room it takes. */
export function StoragePanel({ status: { settings, state } }: { status: StorageStatus }) {
  const save = useSaveStorage()
  const [draft, setDraft] = useState(toStorageDraft(settings))
  const [errors, setErrors] = useState<StorageErrors>({})
  const set = (change: Partial<StorageDraft>) => {
    setDraft({ ...draft, ...change })
    setErrors({})
    save.reset()
  }
  const submit = () => {
    const found = toStorage(draft)
    setErrors(found.errors)
    if (found.settings) save.mutate(found.settings)
  }
  const isChanged = JSON.stringify(draft) !== JSON.stringify(toStorageDraft(settings))
  return (
    <Panel title="Storage" note="Stays on this computer">
      <Sentences label="The log" tone="warning" sentences={toTroubles(state)} />
      <Size bytes={state.file_bytes} megabytes={settings.maxMegabytes} />
      <Form
        label="Storage"
        onSubmit={submit}
        actions={
          <>
            <DeleteAll />
            <Button
              kind={isChanged ? 'primary' : 'plain'}
              type="submit"
              disabled={!isChanged || save.isPending}
            >
              Save
            </Button>
          </>
        }
      >
        <SelectField
          label="Keep"
          value={draft.capture}
          options={LEVELS}
          hint="Keys and sign-ins are never kept. Holds from the next request."
          onChange={(capture) => set({ capture })}
        />
        <FieldPair>
          <TextField
            label="For how many days"
            inputMode="numeric"
            value={draft.maxDays}
            error={errors.maxDays}
            hint="0 keeps them for ever."
            onChange={(maxDays) => set({ maxDays })}
          />
          <TextField
            label="Up to how many megabytes"
            inputMode="numeric"
            value={draft.maxMegabytes}
            error={errors.maxMegabytes}
            hint="The oldest go first. 0 is no limit."
            onChange={(maxMegabytes) => set({ maxMegabytes })}
          />
        </FieldPair>
        <Sentences
          label="Why it was not saved"
          tone="error"
          sentences={save.error ? [save.error.message] : []}
        />
      </Form>
    </Panel>
  )
}

/** As the retention counts them. */
const MEGABYTE = 1024 * 1024
const NEARLY_FULL = 0.9

function Size({ bytes, megabytes }: { bytes: number; megabytes: number }) {
  if (megabytes === 0) return <p>The log takes {formatBytes(bytes)}, without a limit.</p>
  const taken = bytes / MEGABYTE
  const share = taken / megabytes
  return (
    <div className={styles.size}>
      <p>
        The log takes {taken.toFixed(1)} MB of {formatCount(megabytes)} MB.
      </p>
      <Meter label="Room that the log takes" share={share} tone={share > NEARLY_FULL ? 'warning' : 'plain'} />
    </div>
  )
}

function toTroubles(state: StorageStatus['state']): string[] {
  const troubles: string[] = []
  if (state.status === 'degraded') {
    troubles.push(
      `The log is not written now: ${(state.reason ?? 'the cause is not known').replaceAll('_', ' ')}.`,
    )
  }
  if (state.not_kept > 0) {
    troubles.push(`${formatCount(state.not_kept)} requests since the start are not in the log.`)
  }
  if (state.bodies_not_kept > 0) {
    troubles.push(
      `${formatCount(state.bodies_not_kept)} requests since the start are there without their bodies.`,
    )
  }
  if (state.set_aside.length > 0) troubles.push(`Broken files were put aside: ${state.set_aside.join(', ')}.`)
  return troubles
}
