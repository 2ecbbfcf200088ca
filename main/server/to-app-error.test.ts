import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../shared/config-error.ts'
import { AppError } from '../../shared/errors.ts'
import { coded } from '../../shared/language/say.ts'
import { StorageError, type FailureReason } from '../storage/failure.ts'
import { toAppError } from './to-app-error.ts'

const REASONS: FailureReason[] = [
  'locked',
  'disk_full',
  'read_only',
  'io_error',
  'unreachable',
  'broken',
  'newer_schema',
  'foreign',
  'refused',
  'worker_lost',
]

describe('toAppError', () => {
  it.each(REASONS)('says in words what %s means for the log', (reason) => {
    const error = toAppError(new StorageError(reason, 'SQLITE_CANTOPEN /home/me/secret'))
    expect(error).toMatchObject({
      code: 'log_unavailable',
      details: expect.stringMatching(/^[A-Z].{15,}\.$/),
    })
    expect(error.details).not.toContain('secret')
  })

  it('tells a range outside a file from a body that is not valid', () => {
    const outside = Object.assign(new Error('Range Not Satisfiable'), { statusCode: 416 })
    expect(toAppError(outside)).toMatchObject({ code: 'range_not_satisfiable' })
  })

  it('keeps our own errors, with their details', () => {
    const error = new AppError('bad_query', { issues: [coded('invalid.required')] })
    expect(toAppError(error)).toBe(error)
  })

  it('tells a change that does not hold from one that could not be saved', () => {
    const wrong = new ConfigError('invalid', [{ path: '/0/header', ...coded('invalid.empty') }])
    expect(toAppError(wrong)).toMatchObject({
      code: 'bad_body',
      details: '/0/header: Must not be empty.',
      issues: [{ path: '/0/header', code: 'invalid.empty' }],
    })
    expect(toAppError(new ConfigError('not_saved', [coded('system.disk_full')])).code).toBe(
      'settings_not_saved',
    )
  })

  it.each([new Error('anything'), new TypeError('x'), 'a text', undefined, { statusCode: 400 }])(
    'takes %s for a fault of ours',
    (thrown) => {
      expect(toAppError(thrown)).toMatchObject({ code: 'internal', cause: thrown, details: undefined })
    },
  )
})
