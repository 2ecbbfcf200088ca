import type { StorageSettings } from '../../../shared/live-settings.ts'
import { t } from '../../language/t.ts'
import type { FieldErrors } from '../data/split-refusal.ts'

/** The settings as text, as entered in the form. */
export interface StorageDraft {
  capture: StorageSettings['capture']
  maxDays: string
  maxMegabytes: string
}

export const STORAGE_FIELDS = ['maxDays', 'maxMegabytes'] as const

type StorageErrors = FieldErrors<(typeof STORAGE_FIELDS)[number]>

export function toStorageDraft({ capture, maxDays, maxMegabytes }: StorageSettings): StorageDraft {
  return { capture, maxDays: String(maxDays), maxMegabytes: String(maxMegabytes) }
}

/** The settings from the form, or errors by field. */
export function toStorage(draft: StorageDraft): { settings?: StorageSettings; errors: StorageErrors } {
  const errors: StorageErrors = {}
  if (!isWhole(draft.maxDays)) errors.maxDays = t('Enter whole days, or 0 for no limit.')
  if (!isWhole(draft.maxMegabytes)) errors.maxMegabytes = t('Enter whole megabytes, or 0 for no limit.')
  if (Object.keys(errors).length > 0) return { errors }
  const { capture, maxDays, maxMegabytes } = draft
  return { errors, settings: { capture, maxDays: Number(maxDays), maxMegabytes: Number(maxMegabytes) } }
}

function isWhole(text: string): boolean {
  return /^\d{1,9}$/.test(text.trim())
}
