import { createProvidersCheck } from '../../checks/providers.ts'
import { type CheckedStorage, createStorageCheck } from '../../checks/storage.ts'
import { failing, UPSTREAM } from '../../verdict/testing/make-evidence.ts'
import type { UpstreamState, UpstreamStates } from '../../verdict/watch-upstreams.ts'
import { type Build, NOW, type State } from './report-state.ts'

const STORE: CheckedStorage = {
  status: 'ok',
  reason: null,
  since: null,
  not_kept: 0,
  file_bytes: 4096,
  set_aside: [],
  displaced: null,
}
const at = new Date(NOW - 60_000).toISOString()

const storage =
  (change: Partial<CheckedStorage> = {}): Build =>
  () =>
    createStorageCheck(
      () => ({ ...STORE, ...change }),
      () => NOW,
    )

export const STORES: State[] = [
  ['storage fine', {}, storage()],
  ['storage degraded', {}, storage({ status: 'degraded', reason: 'disk_full', since: at, not_kept: 3 })],
  ['storage replaced', {}, storage({ displaced: { how: 'replaced', at } })],
  ['storage without its log', {}, storage({ displaced: { how: 'log', at } })],
  ['storage repaired', {}, storage({ set_aside: ['requests.db.broken'] })],
]

const providers =
  (states: UpstreamStates): Build =>
  () =>
    createProvidersCheck({ read: () => states, refresh: () => Promise.resolve() })

const CHECKED = { alarm: undefined, failedProbes: 0, checkedAt: NOW - 12_000, responseMs: 38.2 }
const upstreams = (...changes: Partial<UpstreamState>[]): UpstreamStates => ({
  upstreams: changes.map((change) => ({ ...UPSTREAM, ...CHECKED, ...change })),
  own: undefined,
  allFailing: false,
})
const GROQ = { name: 'groq', baseUrl: new URL('https://api.groq.com/openai/v1') }
const [alarmed] = failing(UPSTREAM, 'overloaded').upstreams
const own = alarmed?.alarm && { ...alarmed.alarm, kind: 'own' as const }

export const PROVIDERS: State[] = [
  ['providers reachable', {}, providers(upstreams({}, GROQ))],
  ['providers not checked', {}, providers(upstreams({ checkedAt: undefined, responseMs: undefined }))],
  ['providers in doubt', {}, providers(upstreams({ failedProbes: 2 }))],
  ['providers without a connection', {}, providers(failing(UPSTREAM, 'unreachable', GROQ, 'dns'))],
  ['providers failing', {}, providers(failing(UPSTREAM, 'overloaded', GROQ, 'rejected'))],
  ['providers failing in each way', {}, providers(failing(UPSTREAM, 'tls', GROQ, 'outbound_proxy'))],
  ['providers with errors of our own', {}, providers({ ...upstreams({}), own })],
  ['providers all failing', {}, providers({ ...upstreams({}), allFailing: true })],
]
