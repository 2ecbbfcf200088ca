import type { SignalboxBridge } from '../../shared/ipc.ts'

declare global {
  interface Window {
    /** Put there by the desktop shell's preload. Absent in a browser. */
    signalbox?: SignalboxBridge
  }
}
