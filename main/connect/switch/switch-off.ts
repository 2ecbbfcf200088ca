import { dirname } from 'node:path'
import { loopbackUrl, sameAddress } from '../address.ts'
import { NO_EDITS, type Edits } from '../edit/edits.ts'
import { parseOrRefuse } from '../edit/settings-error.ts'
import { variableIn } from '../edit/settings-file.ts'
import { toStrictJson } from '../edit/to-strict-json.ts'
import { takeBackVariables } from '../edit/take-back-variables.ts'
import { writeVariables } from '../edit/write-variables.ts'
import { type FoundFile, readSettingsFile } from '../files/read-settings-file.ts'
import type { ConnectRecord, RecordedConnection } from '../record.ts'
import { BASE_URL } from '../variables.ts'
import { addressesToAsk, ALONE, chooseOrigin, type Surroundings } from './choose-origin.ts'
import type { SwitchDeps } from './deps.ts'
import { editSettings, folderExists } from './edit-settings.ts'

export interface Leave {
  /** What is ours where there is no record of it: the user wrote it, and now asks us to take it out. */
  baseUrl: string
  /** `paused` comes back at the next start. */
  how: 'forgotten' | 'paused'
  /** Whether sessions run that keep our address when it is taken out. */
  oldSessions: boolean
}

/**
 * Takes our changes back, key by key. What somebody changed since is left alone.
 *
 * @returns the names that were left alone, and the content before comments were removed where they cannot be put back
 * @throws AppError `claude_settings_unreadable`, `claude_settings_not_written` (rejects)
 */
export async function switchOff(deps: SwitchDeps, leave: Leave): Promise<TakenBack> {
  const { path, madeFolder } = (await deps.record.read()).connection ?? {
    path: deps.files.settings,
    madeFolder: false,
  }
  let left: string[] = []
  let lost: string | undefined
  const surroundings = await lookAround(deps, path)
  if (await folderExists(deps, path)) {
    await editSettings(deps, {
      path,
      decide(file, record) {
        const plan = planDisconnect(file, record.connection, leave.baseUrl, surroundings)
        if (plan === undefined && record.connection === null) return undefined
        left = plan?.left ?? []
        lost = plan?.lost
        const content = plan === undefined ? file.content : plan.content
        const resting = currentUrl({ ...file, content }) ?? null
        return {
          content,
          before: leaving(record, leave.how),
          after: without(record, { ...leave, resting, now: deps.now() }),
        }
      },
    })
    // Only an empty folder goes.
    if (madeFolder) await deps.fs.rmdir(dirname(path)).catch(() => undefined)
    await deps.peers.leave()
    return { left, lost }
  }
  const record = await deps.record.read()
  if (record.connection !== null) {
    await deps.record.write(without(record, { ...leave, resting: null, now: deps.now() }))
  }
  await deps.peers.leave()
  return { left, lost }
}

/** Who else changed the settings, and which of the addresses in question are those of a Signalbox that is gone. */
async function lookAround(deps: SwitchDeps, path: string): Promise<Surroundings> {
  const peers = await deps.peers.list()
  if (peers.length === 0 && (await deps.record.read()).connection?.origin === undefined) return ALONE
  const { connection } = await deps.record.read()
  const dead = new Set<string>()
  const asked = addressesToAsk(currentUrl(await readSettingsFile(deps.fs, path)), { connection, peers })
  await Promise.all(
    asked.map(async (address) => {
      const url = loopbackUrl(address)
      if (url !== undefined && !(await deps.responses(url))) dead.add(address)
    }),
  )
  return { peers, isDead: (address) => dead.has(address) }
}

export interface TakenBack {
  left: string[]
  lost: string | undefined
}

/** What disconnecting makes of the file; undefined when nothing in it is ours. Pure: the preview is this, too. */
export function planDisconnect(
  file: Pick<FoundFile, 'path' | 'content'>,
  connection: RecordedConnection | null,
  baseUrl: string,
  surroundings: Surroundings = ALONE,
): { content: string | null; left: string[]; lost?: string } | undefined {
  const current = currentUrl(file)
  const origin =
    current === undefined ? undefined : chooseOrigin({ path: file.path, current, connection }, surroundings)
  const edits = origin?.edits ?? ourEdits(file, connection, baseUrl)
  if (edits === undefined) return undefined
  const { content, left } = takeBackVariables(file, edits)
  const before = (origin ?? connection)?.unrepaired
  if (before === undefined) return { content, left }
  // Exactly as it was, or the comments would land somewhere else in what was written since.
  const isUntouched = content !== null && content === strictOf(before)
  return isUntouched ? { content: before, left } : { content, left, lost: before }
}

function strictOf(content: string): string | undefined {
  const { mark, text } = parseOrRefuse(content, '')
  const strict = toStrictJson(text)
  return strict === undefined ? undefined : mark + strict
}

/**
 * Tells running sessions to leave us: they follow a changed address, and an empty one means none, while one that is
 * taken out stays with them (seen in Claude Code 2.1.329, which looks at its settings again within a second).
 *
 * @returns false where that is not ours to do
 * @throws AppError `claude_settings_unreadable`, `claude_settings_not_written` (rejects)
 */
export async function tellSessions(
  deps: SwitchDeps,
  { baseUrl, how }: Pick<Leave, 'baseUrl' | 'how'>,
): Promise<boolean> {
  let told = false
  const { connection } = await deps.record.read()
  const path = connection?.path ?? deps.files.settings
  if (!(await folderExists(deps, path))) return false
  await editSettings(deps, {
    path,
    decide(file, record) {
      const edits = ourEdits(file, record.connection, baseUrl)
      const address = edits?.entries.find(({ name }) => name === BASE_URL)
      if (edits === undefined || address === undefined || address.before !== null) return undefined
      if (currentUrl(file) !== address.value) return undefined
      const others = edits.entries.filter(({ name }) => name !== BASE_URL)
      const wanted = [{ name: BASE_URL, value: '' }, ...others.map(({ name, value }) => ({ name, value }))]
      const plan = writeVariables(file, { wanted, edits })
      const next: ConnectRecord = {
        ...record,
        connection: {
          ...(record.connection ?? adopted(deps, { path, baseUrl })),
          phase: PHASES[how],
          edits: plan.edits,
        },
      }
      told = true
      return { content: plan.content, before: next, after: next }
    },
  })
  return told
}

function ourEdits(
  file: Pick<FoundFile, 'path' | 'content'>,
  connection: RecordedConnection | null,
  baseUrl: string,
): Edits | undefined {
  if (connection !== null) return connection.path === file.path ? connection.edits : undefined
  const current = currentUrl(file)
  if (current === undefined || current === '' || !sameAddress(current, baseUrl)) return undefined
  return { entries: [{ name: BASE_URL, before: null, value: current }] }
}

function currentUrl({ path, content }: Pick<FoundFile, 'path' | 'content'>): string | undefined {
  return content === null ? undefined : variableIn(parseOrRefuse(content, path), BASE_URL)
}

function adopted(deps: SwitchDeps, { path, baseUrl }: { path: string; baseUrl: string }): RecordedConnection {
  const since = new Date(deps.now()).toISOString()
  return { path, baseUrl, phase: 'leaving', owner: deps.self, edits: NO_EDITS, madeFolder: false, since }
}

const PHASES = { forgotten: 'leaving', paused: 'pausing' } as const

/** What a crash from here on is to be completed to. */
function leaving(record: ConnectRecord, how: Leave['how']): ConnectRecord {
  const { connection } = record
  return connection === null ? record : { ...record, connection: { ...connection, phase: PHASES[how] } }
}

function without(
  record: ConnectRecord,
  { how, oldSessions, baseUrl, now, resting }: Leave & { now: number; resting: string | null },
): ConnectRecord {
  const { connection } = record
  // An address that is put back in its place is a change, and sessions follow it.
  const isStale = oldSessions && resting === null
  const farewell = isStale ? { baseUrl: connection?.baseUrl ?? baseUrl, at: now } : null
  if (how === 'forgotten' || connection === null) return { ...record, connection: null, farewell }
  const { origin: _origin, ...rest } = connection
  const paused: RecordedConnection = {
    ...rest,
    phase: 'paused',
    edits: NO_EDITS,
    madeFolder: false,
    resting,
  }
  return { ...record, connection: paused, farewell }
}
