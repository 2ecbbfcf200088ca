import { errorCount, isClean, type Tally } from '../tally.ts'
import { BASELINE, YARDSTICK } from '../targets/targets.ts'
import type { Figure, Result } from './results.ts'

/** The table as text: a line for each row, a column for each target, with its ratio to the yardstick. */
export function formatResults(results: readonly Result[], targets: readonly string[]): string {
  const header = ['', 'unit', ...targets.flatMap(targetTitles), 'goal', '']
  const lines = results.map((result) => [
    result.title,
    result.unit,
    ...targets.flatMap((target) => figureCells(result, target)),
    ...goalCells(result),
  ])
  return align([header, ...lines])
}

function targetTitles(target: string): string[] {
  return hasRatio(target) ? [target, `× ${YARDSTICK}`] : [target]
}

function figureCells({ figures, digits }: Result, target: string): string[] {
  const { value, ratio } = figures[target] ?? { value: Number.NaN, ratio: Number.NaN }
  const text = formatNumber(value, digits)
  return hasRatio(target) ? [text, Number.isFinite(ratio) ? ratio.toFixed(2) : ''] : [text]
}

function hasRatio(target: string): boolean {
  return target !== YARDSTICK && target !== BASELINE
}

function goalCells({ figures }: Result): string[] {
  const judged = Object.values(figures).filter(({ goal }) => goal !== undefined)
  const column = (text: (figure: Figure) => string | undefined) =>
    judged.map((one) => text(one) ?? '').join(' | ')
  return [column(({ goal }) => goal), column(({ verdict }) => verdict)]
}

function formatNumber(value: number, digits: number): string {
  if (Number.isNaN(value)) return 'n/a'
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

/** Aligns text left and figures right. */
function align(table: readonly string[][]): string {
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((line) => line[column]?.length ?? 0)),
  )
  const last = widths.length - 1
  return table
    .map((line) =>
      line
        .map((cell, column) =>
          column === 0 || column >= last - 1
            ? cell.padEnd(widths[column] ?? 0)
            : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Errors and losses of each target, or a note that there were none. */
export function formatTallies(tallies: ReadonlyMap<string, Tally>): string {
  return [...tallies]
    .map(([target, tally]) => {
      const requests = `${target}: ${tally.requests.toLocaleString('en')} answers compared byte by byte, `
      if (isClean(tally)) return `${requests}all identical`
      const { lost, duplicated, reordered, changed, errors } = tally
      const events = `events: ${lost} lost, ${duplicated} duplicated, ${reordered} reordered, ${changed} changed`
      const causes = [...errors].map(([error, count]) => `${count} × ${error}`).join('; ')
      return `${requests}${events}; ${errorCount(tally)} errors${causes === '' ? '' : ` (${causes})`}`
    })
    .join('\n')
}
