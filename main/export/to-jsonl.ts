import type { ExportFormat } from './export-format.ts'

/** One request per line (https://jsonlines.org), with the API's field names. */
export const jsonl: ExportFormat = {
  head: () => '',
  row: (request) => `${JSON.stringify(request)}\n`,
  tail: () => '',
}
