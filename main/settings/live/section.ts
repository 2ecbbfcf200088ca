/** Where in the file: `['providers', 1, 'apiBaseUrl']`. */
export type Path = readonly (string | number)[]

/** Told of everything that is left out while reading. */
export type OnProblem = (path: Path, problem: string) => void

/** One top-level part of `config.json` that may change while the program runs. */
export interface Section<T> {
  /** Takes from the file what holds and tells of the rest. `before` stands in for a part that means nothing. */
  read: (raw: unknown, context: { before: T; path: Path; onProblem: OnProblem }) => T
  /** Checks a value that somebody wants to save. All of it must hold. */
  check: (value: unknown, context: { path: Path; onProblem: OnProblem }) => T | undefined
  /** What has to stand in the file to mean `next`: what we do not know there, or cannot use, stays. */
  merge: (raw: unknown, next: T) => unknown
}

/** `['providers', 1, 'apiKey']` → `providers[1].apiKey` */
export function formatPath(path: Path): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '')
}
