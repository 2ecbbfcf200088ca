/** The shell command of a HEALTHCHECK instruction whose first line ends in a backslash. */
export function dockerCommand(text: string): string {
  const [, command = ''] = /^HEALTHCHECK .*\\\n\s+CMD (.*)$/m.exec(text) ?? []
  return command
}

/** The end of the document, from its last line equal to `from`. */
export function fromLastLines(text: string, from: string): string {
  return text.slice(text.lastIndexOf(from))
}

/** Restores the indentation that Python needs and that the document has lost; changes nothing else. */
export function indentPython(text: string): string {
  const levels = [0, 0, 1, 2, 2, 3, 3, 2, 1, 2, 0, 1, 0, 1]
  const lines = text.split('\n')
  if (lines.length !== levels.length) throw new RangeError('This is not the script that was known')
  return lines.map((line, index) => '    '.repeat(levels[index] ?? 0) + line).join('\n')
}
