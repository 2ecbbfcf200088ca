import type { Measure } from '../measure.ts'
import { addedTtfb } from './added-ttfb.ts'
import { cpuPerRequest } from './cpu-per-request.ts'
import { fastStreams } from './fast-streams.ts'
import { pausedReader } from './paused-reader.ts'
import { slowStreams } from './slow-streams.ts'
import { startUp } from './start-up.ts'

/** In the order of a round and of the report. */
export const MEASURES: readonly Measure[] = [
  addedTtfb,
  cpuPerRequest,
  fastStreams,
  slowStreams,
  pausedReader,
  startUp,
]
