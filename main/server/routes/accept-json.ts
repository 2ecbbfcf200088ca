import { AppError } from '../../../shared/errors.ts'
import { coded } from '../../../shared/language/say.ts'
import type { TypedApp } from './log/log-routes.ts'

/** In bytes. Settings are far smaller. */
const MAX_BODY_BYTES = 1024 * 1024

/**
 * Lets the routes of a scope take JSON, and nothing else. What a form of another site can send without asking
 * (`text/plain`, `application/x-www-form-urlencoded`, multipart) never becomes a body; that is the second lock, after
 * the guard.
 */
export function acceptJson(scope: TypedApp): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: MAX_BODY_BYTES },
    (_request, body, done) => {
      // Many clients name a content type on every request. Routes that need a body name what is missing.
      if (body === '') return done(null, undefined)
      try {
        done(null, JSON.parse(body as string))
      } catch (cause) {
        done(new AppError('bad_body', { cause, issues: [coded('invalid.json')] }))
      }
    },
  )
  scope.addContentTypeParser('*', (request, payload, done) => {
    payload.resume()
    const { 'content-length': length = '0', 'transfer-encoding': coding } = request.headers
    if (length === '0' && coding === undefined) return done(null)
    done(new AppError('json_expected'))
  })
}
