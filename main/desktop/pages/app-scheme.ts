import type { Protocol } from 'electron'

export const APP_SCHEME = 'app'
export const APP_ORIGIN = 'app://signalbox'

/**
 * Gives `app://` the privileges of `https://`. Electron accepts this once, before `ready`. `bypassCSP` stays off: the
 * content security policy is what makes hostile text harmless. `codeCache` spares V8 from compiling the pages' scripts at
 * each opening, as for `https://`.
 */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ])
}
