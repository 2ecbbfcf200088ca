export interface RendererScriptOptions {
  /** Source of the preload bundle. */
  preload: string
  /** Initial value of `document.hidden`. */
  hidden: boolean
}

/** The script that runs before each page: Electron's side of a renderer, then the app's own preload. */
export function rendererScript({ preload, hidden }: RendererScriptOptions): string {
  return `(() => {
  // Electron runs a preload in the top frame only.
  if (window.top !== window) return
  let hidden = ${hidden}
  Object.defineProperty(Document.prototype, 'hidden', { configurable: true, get: () => hidden })
  Object.defineProperty(Document.prototype, 'visibilityState', { configurable: true, get: () => hidden ? 'hidden' : 'visible' })
  // A hidden window has no frames: what waits for one gets it when the window is shown.
  let waiting = []
  const inFrame = (act) => hidden ? void waiting.push(act) : act()
  window.ResizeObserver = class extends window.ResizeObserver {
    constructor(callback) {
      super((entries, observer) => inFrame(() => callback(entries, observer)))
    }
  }
  const listeners = new Map()
  const ipcRenderer = {
    invoke: (channel, ...args) => window.standInInvoke(channel, args),
    on(channel, listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
      return ipcRenderer
    },
    removeListener(channel, listener) {
      listeners.set(channel, (listeners.get(channel) ?? []).filter((known) => known !== listener))
      return ipcRenderer
    },
  }
  const contextBridge = {
    exposeInMainWorld: (name, api) =>
      Object.defineProperty(window, name, { value: Object.freeze({ ...api }), enumerable: true }),
  }
  Object.defineProperty(window, 'standIn', {
    value: {
      setHidden(now) {
        if (now === hidden) return
        hidden = now
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
        if (!hidden) waiting.splice(0).forEach((act) => act())
      },
      deliver: (channel, args) => (listeners.get(channel) ?? []).forEach((listener) => listener({ sender: ipcRenderer }, ...args)),
    },
  })
  Object.defineProperty(navigator.clipboard ?? {}, 'writeText', {
    configurable: true, value: (text) => window.standInCopy(String(text)),
  })
  // What would be another window is only asked for: it would have to load before anybody could refuse it.
  window.open = (url) => {
    void window.standInOpen(new URL(String(url), location.href).href)
    return null
  }
  window.addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest('a[target=_blank]')
    if (!link || event.defaultPrevented) return
    event.preventDefault()
    void window.standInOpen(link.href)
  })
  const require = (name) => {
    if (name === 'electron') return { contextBridge, ipcRenderer }
    throw new Error('A sandboxed preload cannot require ' + name)
  }
  const module = { exports: {} };
  (function (require, module, exports) {
${preload}
  })(require, module, module.exports)
})()`
}
