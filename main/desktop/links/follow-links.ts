import type { TFunction } from 'i18next'
import type { Preview, PreviewLine } from '../../../shared/connection.ts'
import type { ServerState } from '../../../shared/ipc.ts'
import type { Ask } from '../ask-in-window.ts'
import type { Log } from '../log.ts'
import type { ConnectionSwitch } from './ask-connection.ts'
import { type Link, parseLink } from './parse-link.ts'

export interface FollowLinkDeps {
  question: Ask
  /** Resolves when the server has started or has failed to. */
  started: () => Promise<ServerState>
  /** The connection switch of the server at `baseUrl`. */
  connection: (baseUrl: string) => ConnectionSwitch
  openDashboard: (path?: string) => void
  /** Shows the status page, which tells why the server is not running. */
  showStatus: () => void
  texts: () => TFunction
  log: Log
}

/**
 * Returns the handler for links. Threat: any web page, mail or chat can open one of our links. So a link can only show
 * a page; every other action asks first, shows the exact lines that would change, and defaults to "no" on Enter. One
 * question is open at a time, and links are never logged. Never rejects.
 */
export function followLinks(deps: FollowLinkDeps): (text: string) => Promise<void> {
  let isAsking = false

  return async (text) => {
    const link = parseLink(text)
    deps.log.info({ action: link?.action ?? 'refused' }, 'link')
    if (link === undefined) return
    if (link.action === 'open') return deps.openDashboard(link.path)
    if (isAsking) return
    isAsking = true
    try {
      const act = await ask(link.action, deps).finally(() => (isAsking = false))
      await act?.()
    } catch (error) {
      await sayFailure(link.action, error, deps)
    }
  }
}

type Action = Exclude<Link['action'], 'open'>

/** Returns the action that the user confirmed. */
async function ask(action: Action, deps: FollowLinkDeps): Promise<(() => Promise<unknown>) | undefined> {
  const server = await deps.started()
  if (server.state !== 'running') {
    deps.showStatus()
    return undefined
  }
  const connection = deps.connection(server.baseUrl)
  const { preview, settingsPath } = await connection.read()
  const t = deps.texts()
  if (preview?.action !== action) {
    await sayNothingToDo(action, deps)
    return undefined
  }
  const { response } = await deps.question({
    type: 'question',
    message:
      action === 'connect'
        ? t('A link wants to connect Claude Code to Signalbox. Connect?')
        : t('A link wants to disconnect Claude Code from Signalbox. Disconnect?'),
    detail: `${describeFile(preview, settingsPath, t)}\n\n${preview.lines.map(showLine).join('\n')}`,
    buttons: [action === 'connect' ? t('Connect') : t('Disconnect'), t('Cancel')],
    defaultId: 1,
    cancelId: 1,
  })
  return response === 0 ? connection[action] : undefined
}

async function sayNothingToDo(action: Action, { question, texts }: FollowLinkDeps): Promise<void> {
  const t = texts()
  await question({
    type: 'info',
    message:
      action === 'connect' ? t('Claude Code is already connected.') : t('Claude Code isn’t connected.'),
    detail: t('A link requested this. Nothing was changed.'),
  })
}

async function sayFailure(action: Action, error: unknown, { question, texts, log }: FollowLinkDeps) {
  log.warn({ err: error, action }, 'failed to follow link')
  const t = texts()
  await question({
    type: 'error',
    message:
      action === 'connect'
        ? t('Claude Code couldn’t be connected.')
        : t('Claude Code couldn’t be disconnected.'),
    detail: error instanceof Error ? error.message : String(error),
  }).catch(() => undefined)
}

function describeFile({ file }: Preview, path: string, t: TFunction): string {
  switch (file) {
    case 'changed':
      return t('Changes to {{path}}:', { path })
    case 'created':
      return t('{{path}} will be created:', { path })
    case 'removed':
      return t('{{path}} will be removed:', { path })
  }
}

const SIGNS = { same: ' ', added: '+', removed: '−' } as const

function showLine({ kind, text }: PreviewLine): string {
  return `${SIGNS[kind]} ${text}`
}
