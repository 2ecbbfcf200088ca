import { join } from 'node:path'

export interface AppPaths {
  /** The built pages. */
  pages: string
  preload: string
  /** Outside the archive, because the system reads tray icons itself. */
  icons: string
}

/** Where our own files are. `resources` is Electron's `process.resourcesPath`, absent outside a packaged app. */
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
