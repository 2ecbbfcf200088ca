import type { RowMessage } from '../row-message.ts'
import type { BodyMap } from './scan-body.ts'

export interface FinishedBody {
  /** Row id. */
  id: number
  row: RowMessage
  /** Boundaries within the request body; undefined when it is one chunk. */
  map: BodyMap | undefined
}
