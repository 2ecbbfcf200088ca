// Loaded before the app, by Electron (`-r`) and by the stand-in alike: Electron has no way to read back what a
// tray icon shows, so this writes down what the app tells it to show.
const { Tray } = require('electron')

const seen = { tray: undefined, images: [], tooltip: '', menu: undefined, popups: 0 }
globalThis.signalboxTray = seen

/** The real function must not run. */
const DONE = Symbol('done')

function observe(name, note) {
  const original = Tray.prototype[name]
  Tray.prototype[name] = function (...args) {
    // An icon that the app itself does not hold is collected, and disappears.
    seen.tray = new WeakRef(this)
    if (note(...args) === DONE) return undefined
    return original.apply(this, args)
  }
}
// The constructor's image is not seen: Electron has no hook for it.
observe('setImage', (image) => seen.images.push({ image: String(image), at: Date.now() }))
observe('setToolTip', (text) => (seen.tooltip = text))
observe('setContextMenu', (menu) => (seen.menu = menu))
observe('popUpContextMenu', (menu) => {
  seen.menu = menu ?? seen.menu
  seen.popups += 1
  // A native menu blocks macOS until it is closed, and takes the focus from the popover.
  return DONE
})
