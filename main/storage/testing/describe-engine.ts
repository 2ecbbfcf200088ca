import { describe } from 'vitest'
import type { WorkerData } from '../protocol.ts'
import { describeFiltering } from './describe-filtering.ts'
import { describeLimits } from './describe-limits.ts'
import { describeNeighbours } from './describe-neighbours.ts'
import { describeProjects } from './describe-projects.ts'
import { describeReading } from './describe-reading.ts'
import { describeSessions } from './describe-sessions.ts'
import { describeTranscripts } from './describe-transcripts.ts'
import { describeTurns } from './describe-turns.ts'
import { describeUsage } from './describe-usage.ts'
import { describeWriting } from './describe-writing.ts'

/** Tests that run on every database. */
export function describeEngine(name: string, freshTarget: () => Promise<WorkerData['target']>): void {
  describe(`reading from ${name}`, () => {
    describeLimits(freshTarget)
    describeReading(freshTarget)
  })
  describe(`narrowing lists of ${name}`, () => {
    describeFiltering(freshTarget)
  })
  describe(`neighbours in ${name}`, () => {
    describeNeighbours(freshTarget)
  })
  describe(`projects in ${name}`, () => {
    describeProjects(freshTarget)
  })
  describe(`sessions in ${name}`, () => {
    describeSessions(freshTarget)
  })
  describe(`transcripts in ${name}`, () => {
    describeTranscripts(freshTarget)
  })
  describe(`turns in ${name}`, () => {
    describeTurns(freshTarget)
  })
  describe(`usage in ${name}`, () => {
    describeUsage(freshTarget)
  })
  describe(`writing to ${name}`, () => {
    describeWriting(freshTarget)
  })
}
