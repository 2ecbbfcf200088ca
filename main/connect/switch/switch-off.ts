import { dirname } from 'node:path'
import { loopbackUrl, sameAddress } from '../address.ts'
import { isRestored, NO_EDITS, type Edits } from '../edit/edits.ts'
import { parseOrRefuse } from '../edit/settings-error.ts'
import { variableIn } from '../edit/settings-file.ts'
import { toStrictJson } from '../edit/to-strict-json.ts'
import { takeBackEdits } from '../edit/take-back-edits.ts'
import { takeBackStatusLine } from '../edit/status-line.ts'
import { writeVariables } from '../edit/write-variables.ts'
import { type FoundFile, readSettingsFile } from '../files/read-settings-file.ts'
import type { ConnectRecord, RecordedConnection } from '../record.ts'
import { BASE_URL } from '../variables.ts'
import { addressesToAsk, ALONE, chooseOrigin, type Surroundings } from './choose-origin.ts'
import type { SwitchDeps } from './deps.ts'
import { editSettings, folderExists } from './edit-settings.ts'

export interface Leave {
  /** The address to remove if there is no record: the user wrote it and now disconnects. */
  baseUrl: string
  /** `paused` reconnects at the next start. */
  how: 'forgotten' | 'paused'
  /** True when running sessions would keep our address after its removal. */
  oldSessions: boolean
}

/**
 * Reverts our changes, key by key. Keeps values that were changed since.
 *
 * @returns the names that were kept, and the content before comments were removed if the comments cannot be restored
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
    // Deletes the folder only if it is empty.
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

/** Finds other instances that changed the settings, and which of the addresses belong to a dead Signalbox. */
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

/** The file after disconnecting; undefined when nothing in it is ours. Pure, and also used for the preview. */
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
  // Ours may stand around that of the first of several instances.
  const line = origin === undefined ? undefined : connection?.edits.statusLine
  const own = takeBackStatusLine(file, line)
  const { content, left: changed } = takeBackEdits({ path: file.path, content: own.content }, edits)
  const left = changed.filter((name) => !isBack(file, name, [connection?.edits, connection?.origin?.edits]))
  const before = (origin ?? connection)?.unrepaired
  if (before === undefined) return { content, left }
  // Requires exactly our content; otherwise comments would land in the wrong place of the newer content.
  const isUntouched = content !== null && content === strictOf(before)
  return isUntouched ? { content: before, left } : { content, left, lost: before }
}

/** True for a variable that has its former value, or the one from before several instances. */
function isBack(
  file: Pick<FoundFile, 'path' | 'content'>,
  name: string,
  known: readonly (Edits | undefined)[],
): boolean {
  const value = variableIn(parseOrRefuse(file.content ?? '', file.path), name)
  return known.some((edits) =>
    edits?.entries.some((entry) => entry.name === name && isRestored(entry, value)),
  )
}

function strictOf(content: string): string | undefined {
  const { mark, text } = parseOrRefuse(content, '')
  const strict = toStrictJson(text)
  return strict === undefined ? undefined : mark + strict
}

/**
 * Makes running sessions leave us. They follow a changed address, and an empty one means none, but they keep one that
 * is removed (seen in Claude Code 2.1.329, which rereads its settings within a second).
 *
 * @returns false when the address is not ours to change
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

/** The record that lets the next start complete an interrupted disconnect. */
function leaving(record: ConnectRecord, how: Leave['how']): ConnectRecord {
  const { connection } = record
  return connection === null ? record : { ...record, connection: { ...connection, phase: PHASES[how] } }
}

function without(
  record: ConnectRecord,
  { how, oldSessions, baseUrl, now, resting }: Leave & { now: number; resting: string | null },
): ConnectRecord {
  const { connection } = record
  // Restoring a previous address changes the variable, and sessions follow a change.
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
