import { AppError } from '../../shared/errors.ts'
import type { TypedApp } from './routes/log/log-routes.ts'

/** In bytes. Settings are far smaller. */
const LARGEST = 1024 * 1024

/**
 * Lets the routes of a scope take JSON, and nothing else. What a form of another site can send without asking
 * (`text/plain`, `application/x-www-form-urlencoded`, multipart) never becomes a body; that is the second lock, after
 * the guard.
 */
export function acceptJson(scope: TypedApp): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: LARGEST },
    (_request, body, done) => {
      try {
        done(null, JSON.parse(body as string))
      } catch (cause) {
        done(new AppError('bad_body', { cause, details: 'It is no JSON.' }))
      }
    },
  )
  scope.addContentTypeParser('*', (_request, payload, done) => {
    payload.resume()
    done(new AppError('json_expected'))
  })
}
