import type { Prompt } from './read-prompt.ts'

/** A request that a batch has finished. */
export interface FinishedRow {
  /** Row id. */
  id: number
  /** Undefined if the request's body is coded or not JSON, or is not stored. */
  prompt: Prompt | undefined
}
