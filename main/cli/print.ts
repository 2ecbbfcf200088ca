import { printable } from '../../shared/printable.ts'

/** Writes text to stdout. It may contain text from a settings file, an argument or a server: see printable. */
export function toStdout(text: string): void {
  console.log(printable(text, { keepsBreaks: true }))
}

/** Writes to stderr, likewise. */
export function toStderr(text: string): void {
  console.error(printable(text, { keepsBreaks: true }))
}

/** Shows progress in the last line of a terminal; an empty text removes it. Nothing where stderr is no terminal. */
export function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
}
