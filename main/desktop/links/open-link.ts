import type { Shell } from 'electron'
import type { TFunction } from 'i18next'
import type { Ask } from '../ask-in-window.ts'
import { openAddress } from './open-address.ts'

export interface OpenLinkDeps {
  shell: Pick<Shell, 'openExternal'>
  question: Ask
  t: TFunction
}

/**
 * Opens a link from a page in the user's browser: our own addresses at once, other https addresses only after the user
 * has seen and confirmed them, because the text may come from a model or a tool. Never rejects.
 */
export async function openLink(address: string, { shell, question, t }: OpenLinkDeps): Promise<void> {
  if (openAddress(address, shell) || !isForeignPage(address)) return
  const { response } = await question({
    type: 'question',
    message: t('Open {{host}} in your browser?', { host: new URL(address).host }),
    detail: address.length > 500 ? `${address.slice(0, 500)}…` : address,
    buttons: [t('Open'), t('Cancel')],
    defaultId: 1,
    cancelId: 1,
  })
  if (response !== 0) return
  await shell.openExternal(address).catch(() => {
    // No browser is registered; nothing to do.
  })
}

function isForeignPage(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, username, password } = new URL(address)
  // User info before an @ is used to disguise the host.
  return protocol === 'https:' && username === '' && password === ''
}
