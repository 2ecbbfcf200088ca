import type { CliBinary, RejectedBinary } from '../../../shared/health/cli.ts'
import { classifySource } from './classify-source.ts'
import { type BinaryFile, inspectBinary } from './inspect-binary.ts'
import type { Candidate } from './list-candidates.ts'

export interface FoundBinary extends CliBinary {
  fingerprint: string
}

export interface SearchResult {
  /** In search order; the first is the one that runs. Links to a file already listed are omitted. */
  found: FoundBinary[]
  rejected: RejectedBinary[]
}

/**
 * Inspects every candidate: those after the first match are shown as duplicates.
 *
 * Sequential, because a dead network drive in PATH must block only one thread of Node's pool, not all four.
 */
export async function findBinary(
  candidates: readonly Candidate[],
  signal: AbortSignal,
): Promise<SearchResult> {
  const found = new Map<string, FoundBinary>()
  const rejected: RejectedBinary[] = []
  for (const candidate of candidates) {
    signal.throwIfAborted()
    const inspection = await inspectBinary(candidate.path)
    if ('usable' in inspection) {
      const { realpath } = inspection.usable
      if (!found.has(realpath)) found.set(realpath, describe(candidate, inspection.usable))
    } else if (inspection.rejected !== 'missing' || candidate.foundBy === 'override') {
      // A user-configured path without a usable binary is reported.
      rejected.push({ path: candidate.path, reason: inspection.rejected })
    }
  }
  return { found: [...found.values()], rejected }
}

function describe(candidate: Candidate, file: BinaryFile): FoundBinary {
  return {
    path: candidate.path,
    realpath: file.realpath,
    source: classifySource(candidate.path, file.realpath),
    found_by: candidate.foundBy,
    mtime: new Date(file.mtimeMs).toISOString(),
    fingerprint: file.fingerprint,
  }
}
