import type { SignalboxBridge } from '../../shared/ipc.ts'

declare global {
  interface Window {
    /** Added by the desktop shell's preload script. Absent in a browser. */
    signalbox?: SignalboxBridge
  }
}
