import type { ExportFormat } from './export-format.ts'

/** One request as an indented JSON object, with the API's field names. */
export const jsonObject: ExportFormat = {
  head: () => '',
  row: (request) => `${JSON.stringify(request, null, 2)}\n`,
  tail: () => '',
}
