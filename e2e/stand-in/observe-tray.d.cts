/** Exports nothing: it is loaded to fill `globalThis.signalboxTray`, which read-tray.ts declares. */
declare const nothing: Record<string, never>
export = nothing
