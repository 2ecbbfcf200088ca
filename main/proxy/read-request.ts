import type { IncomingMessage } from 'node:http'
import { headerValue } from './headers.ts'
import { inflateBody } from './inflate-body.ts'
import { readModel } from './read-model.ts'

/** What is known of a Messages request. The bytes themselves are forwarded as they came. */
export interface RequestFacts {
  model: string | undefined
}

/**
 * Reads the top-level `model` without parsing the body. Claude Code writes it first, so the scan ends there; a mistake
 * further on is the upstream's to tell, as it would without us.
 *
 * @param limit in bytes, for a compressed body also of what it inflates to
 * @throws AppError `invalid_json` for a body that is no JSON object as far as it was read, and those of `inflateBody`
 */
export async function readRequest(
  req: Pick<IncomingMessage, 'rawHeaders'>,
  options: { body: Buffer; limit: number },
): Promise<RequestFacts> {
  const coding = headerValue(req.rawHeaders, 'content-encoding')
  const json =
    coding === undefined ? options.body : await inflateBody(options.body, { coding, limit: options.limit })
  return { model: readModel(json) }
}
