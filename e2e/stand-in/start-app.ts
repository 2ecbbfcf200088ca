export interface StartAppOptions {
  /** Folder of package.json. */
  appPath: string
  packaged: boolean
  /** URL of the app's main module. */
  main: string
}

/**
 * Electron's startup: the main module runs to its end, including top-level `await`, before `ready`. An app that waits
 * for `ready` in it hangs, here as in Electron.
 */
export async function startApp({ appPath, packaged, main }: StartAppOptions): Promise<void> {
  process.env['STAND_IN_APP_PATH'] = appPath
  process.env['STAND_IN_PACKAGED'] = packaged ? '1' : '0'
  await import('./observe-tray.cjs')
  const { world } = await import('./world.ts')
  await import(main)
  world.app.becomeReady()
}
