/** Words that a turn added to its conversation, by where they are; each as of `toTokens`. */
export interface TurnWords {
  /** The user's words and the response's text. */
  said: string
  /** Names of the tools that the response calls. */
  tool: string
  /** Paths of the files that they work on. */
  file: string
  /** Everything else in their input. */
  input: string
}
export type WordPlace = keyof TurnWords
