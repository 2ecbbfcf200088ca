import { printable } from '../../shared/printable.ts'

/** Writes text to stdout. It may contain text from a settings file, an argument or a server: see printable. */
export function toStdout(text: string): void {
  console.log(printable(text, { keepsBreaks: true }))
}

/** Writes to stderr, likewise. */
export function toStderr(text: string): void {
  console.error(printable(text, { keepsBreaks: true }))
}
