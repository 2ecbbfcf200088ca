import type { Shell } from 'electron'
import { LOOPBACK_HOSTS } from '../../base/loopback.ts'

/**
 * Opens an address in the user's browser if it is plain HTTP(S) on this computer. Everything else is refused:
 * `shell.openExternal` can start programs, and a page must not choose which.
 * @returns true if the address was allowed
 */
export function openAddress(address: string, shell: Pick<Shell, 'openExternal'>): boolean {
  if (!isOwnAddress(address)) return false
  void shell.openExternal(address).catch(() => {
    // No browser is registered. The page also offers the address for copying.
  })
  return true
}

function isOwnAddress(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, username, password } = new URL(address)
  if (username !== '' || password !== '') return false
  return (protocol === 'http:' || protocol === 'https:') && LOOPBACK_HOSTS.some((name) => name === hostname)
}
