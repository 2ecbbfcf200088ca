import type { ExportFormat } from './export-format.ts'

/** JSON in the words of the API, indented for reading: one request as an object. */
export const jsonObject: ExportFormat = {
  head: () => '',
  row: (request) => `${JSON.stringify(request, null, 2)}\n`,
  tail: () => '',
}
