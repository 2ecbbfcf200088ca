import { AppError } from '../../../shared/errors.ts'
import { coded } from '../../../shared/language/say.ts'
import type { TypedApp } from './log/log-routes.ts'

/** Limit in bytes. Settings are much smaller. */
const MAX_BODY_BYTES = 1024 * 1024

/**
 * Makes the routes of a scope accept JSON only. Content types that a form on another site can send without a preflight
 * (`text/plain`, `application/x-www-form-urlencoded`, multipart) are never parsed: a second defence behind the guard.
 */
export function acceptJson(scope: TypedApp): void {
  scope.removeAllContentTypeParsers()
  parseJson(scope, MAX_BODY_BYTES)
  scope.addContentTypeParser('*', (request, payload, done) => {
    payload.resume()
    const { 'content-length': length = '0', 'transfer-encoding': coding } = request.headers
    if (length === '0' && coding === undefined) return done(null)
    done(new AppError('json_expected'))
  })
}

/**
 * Parses JSON bodies of a scope. Many clients set a content type on every request, so an empty body is no error: routes
 * that need one report what is missing.
 *
 * @param bodyLimit in bytes
 */
export function parseJson(scope: TypedApp, bodyLimit: number): void {
  scope.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit }, (_request, body, done) => {
    if (body === '') return done(null, undefined)
    try {
      done(null, JSON.parse(body as string))
    } catch (cause) {
      done(new AppError('bad_body', { cause, issues: [coded('invalid.json')] }))
    }
  })
}
