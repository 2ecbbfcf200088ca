import { join } from 'node:path'

export interface AppPaths {
  /** Folder of the built pages. */
  pages: string
  preload: string
  /** Outside the asar archive, because the system reads tray icons itself. */
  icons: string
}

/** Paths of the app's files. `resources` is Electron's `process.resourcesPath`, absent outside a packaged app. */
export function appPaths(app: { path: string; packaged: boolean; resources: string | undefined }): AppPaths {
  return {
    pages: join(app.path, 'out/renderer'),
    preload: join(app.path, 'out/preload/preload.cjs'),
    icons:
      app.packaged && app.resources !== undefined
        ? join(app.resources, 'icons')
        : join(app.path, 'main/desktop/icons'),
  }
}
