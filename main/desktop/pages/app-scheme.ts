import type { Protocol } from 'electron'

export const APP_SCHEME = 'app'
export const APP_ORIGIN = 'app://signalbox'

/**
 * Makes `app://` behave like `https://` for our pages. Electron takes this once, before `ready`.
 * `bypassCSP` stays off on purpose: the policy is what keeps hostile text harmless.
 */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ])
}
