import type { EngineDeps, QuestionName, Questions } from './engine.ts'

/* What goes between the main thread and the one that reads transcripts. */

export type WorkerData = EngineDeps

export type Question = { [Name in QuestionName]: { name: Name; params: Questions[Name] } }[QuestionName]

export type ToWorker =
  | { type: 'ask'; id: number; question: Question }
  /** Nobody waits for the answer any more. */
  | { type: 'cancel'; id: number }

export type FromWorker =
  /** UTF-8 JSON, by transfer; undefined where there is no such thing. */
  | { type: 'answer'; id: number; json: Uint8Array<ArrayBuffer> | undefined }
  | { type: 'failed'; id: number; message: string }
