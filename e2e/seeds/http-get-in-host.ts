import { text } from 'node:stream/consumers'
import { httpGet, type HttpGetOptions } from './http-get.ts'

/*
 * Runs inside a test host: reads one request from stdin and writes its response, or the system's error code, to stdout
 * as JSON.
 */

const { url, options }: { url: string; options: HttpGetOptions } = JSON.parse(await text(process.stdin))
const result = await httpGet(url, options).then(
  (response) => ({ response }),
  (error: NodeJS.ErrnoException) => ({ code: error.code ?? error.message }),
)
process.stdout.write(JSON.stringify(result))
