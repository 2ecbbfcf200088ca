import type { TFunction } from 'i18next'
import type { TraySnapshot } from './tray-snapshot.ts'
import { trayStatus } from './tray-status.ts'

// NOTIFYICONDATA.szTip holds 128 characters with its terminating zero; Windows cuts the rest without a sign.
const MAX_LENGTH = 127

/**
 * `Running · 3 in flight`. Without the age of the oldest request: the tooltip would then have to be written
 * every second, and nobody is looking.
 */
export function trayTooltip(snapshot: TraySnapshot, t: TFunction): string {
  const parts = [`Signalbox · ${trayStatus(snapshot, t)}`]
  if (snapshot.livez.in_flight > 0)
    parts.push(t('{{number}} in flight', { number: snapshot.livez.in_flight }))
  const text = parts.join(' · ')
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text
}
