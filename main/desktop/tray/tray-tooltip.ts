import type { Speech } from '../language/create-speech.ts'
import type { TraySnapshot } from './tray-snapshot.ts'
import { trayStatus } from './tray-status.ts'

// NOTIFYICONDATA.szTip holds 128 characters including its terminating zero; Windows truncates the rest silently.
const MAX_LENGTH = 127

/**
 * `Signalbox · Running · 3 in flight`. Leaves out the age of the oldest request, which would need an update every
 * second.
 */
export function trayTooltip(snapshot: TraySnapshot, speech: Speech): string {
  const { word, reason } = trayStatus(snapshot, speech)
  const parts = ['Signalbox', word]
  if (snapshot.livez.in_flight > 0)
    parts.push(speech.t('{{number}} in flight', { number: snapshot.livez.in_flight }))
  if (reason !== undefined) parts.push(reason)
  const text = parts.join(' · ')
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text
}
