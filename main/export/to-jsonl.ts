import type { ExportFormat } from './export-format.ts'

/** One request a line (https://jsonlines.org), in the words of the API. */
export const jsonl: ExportFormat = {
  head: () => '',
  row: (request) => `${JSON.stringify(request)}\n`,
  tail: () => '',
}
