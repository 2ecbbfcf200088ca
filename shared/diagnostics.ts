import { type Static, Type } from 'typebox'
import { LogLine } from './logs.ts'

/** One request that must be rejected or accepted, and its result. */
export const SelfTestProbe = Type.Object({
  name: Type.Union([
    Type.Literal('own_request'),
    Type.Literal('foreign_host'),
    Type.Literal('foreign_origin'),
    Type.Literal('other_local_site'),
    Type.Literal('null_origin'),
    Type.Literal('cross_site'),
    Type.Literal('two_hosts'),
    Type.Literal('other_target'),
    Type.Literal('preflight'),
    Type.Literal('upgrade'),
    Type.Literal('no_password'),
  ]),
  /** The request line, and its forged parts. */
  sent: Type.String(),
  /** Status and error code, or the failure if there was no response. */
  saw: Type.String(),
  passed: Type.Boolean(),
})
export type SelfTestProbe = Static<typeof SelfTestProbe>

/**
 * `POST /api/diagnostics/self-test`: Signalbox sends its own listener the requests of a hostile web page or a faulty
 * program.
 */
export const SelfTest = Type.Object({
  /** True if every check passed. */
  passed: Type.Boolean(),
  /** ISO 8601. */
  at: Type.String(),
  /** Address that the checks were sent to. */
  address: Type.String(),
  probes: Type.Array(SelfTestProbe),
})
export type SelfTest = Static<typeof SelfTest>

const Facts = Type.Record(Type.String(), Type.Unknown())

/**
 * `GET /api/diagnostics`: a support bundle. No bodies, headers, keys or tokens; apparent secrets are `…`, and the home
 * folder is `~`. A part that could not be read is `{ unavailable }` with the reason.
 */
export const Diagnostics = Type.Object({
  format: Type.Literal(1),
  /** ISO 8601. */
  madeAt: Type.String(),
  versions: Facts,
  platform: Facts,
  server: Facts,
  health: Facts,
  /** The doctor's report, without sessions and file contents. */
  connection: Facts,
  selfTest: Type.Union([SelfTest, Facts]),
  /** Settings from startup: flags, environment, file. */
  settings: Facts,
  /** The part of `config.json` that can change at runtime. */
  config: Facts,
  storage: Facts,
  counts: Facts,
  log: Type.Object({
    level: Type.String(),
    file: Type.Union([Type.String(), Type.Null()]),
    /** The newest lines, oldest first. */
    lines: Type.Array(LogLine),
  }),
})
export type Diagnostics = Static<typeof Diagnostics>
