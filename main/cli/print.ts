import { printable } from '../../shared/printable.ts'

/** Writes text to stdout. It may hold what a settings file, an argument or a server says: see printable. */
export function toStdout(text: string): void {
  console.log(printable(text, { keepsBreaks: true }))
}

/** The same on stderr. */
export function toStderr(text: string): void {
  console.error(printable(text, { keepsBreaks: true }))
}
