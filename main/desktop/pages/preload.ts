import { contextBridge, ipcRenderer } from 'electron'
import type { AppInfo, IPC, SignalboxBridge } from '../../../shared/ipc.ts'

/**
 * Typed as the shared table instead of importing it: an import would bundle every schema of that module into a script
 * that runs before each page. A channel that changes there no longer compiles here.
 */
const channel: typeof IPC = {
  appInfo: 'app:info',
  appInfoChanged: 'app:info-changed',
  startServer: 'server:start',
  quit: 'app:quit',
  hideWindow: 'window:hide',
  resizeWindow: 'window:resize',
  openDashboard: 'window:dashboard',
  preferences: 'app:preferences',
}

// Expose functions, never `ipcRenderer` itself: a page could otherwise send on any channel.
const bridge: SignalboxBridge = {
  appInfo: () => ipcRenderer.invoke(channel.appInfo),
  onAppInfo(listener) {
    // The event is withheld: its `sender` is `ipcRenderer`.
    const forward = (_event: Electron.IpcRendererEvent, info: AppInfo) => listener(info)
    ipcRenderer.on(channel.appInfoChanged, forward)
    return () => void ipcRenderer.removeListener(channel.appInfoChanged, forward)
  },
  startServer: (args) => ipcRenderer.invoke(channel.startServer, args),
  quit: (args) => ipcRenderer.invoke(channel.quit, args),
  hideWindow: () => ipcRenderer.invoke(channel.hideWindow),
  resizeWindow: (args) => ipcRenderer.invoke(channel.resizeWindow, args),
  openDashboard: (args) => ipcRenderer.invoke(channel.openDashboard, args),
  preferences: (change) => ipcRenderer.invoke(channel.preferences, change),
}

contextBridge.exposeInMainWorld('signalbox', bridge)
