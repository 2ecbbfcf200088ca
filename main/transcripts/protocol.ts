import type { EngineDeps, QuestionName, Questions } from './engine.ts'

/* Messages between the main thread and the thread that reads transcripts. */

export type WorkerData = EngineDeps

export type Question = { [Name in QuestionName]: { name: Name; params: Questions[Name] } }[QuestionName]

export type ToWorker =
  | { type: 'ask'; id: number; question: Question }
  /** The answer is no longer needed. */
  | { type: 'cancel'; id: number }

export type FromWorker =
  /** UTF-8 JSON, transferred; undefined if there is no result. */
  | { type: 'response'; id: number; json: Uint8Array<ArrayBuffer> | undefined }
  | { type: 'failed'; id: number; message: string }
