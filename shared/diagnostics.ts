import { type Static, Type } from 'typebox'
import { LogLine } from './logs.ts'

/** One request that must be refused, or answered, and what came of it. */
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
  /** The request line and what is forged in it. */
  sent: Type.String(),
  /** Status and error code; what went wrong where there was no answer. */
  saw: Type.String(),
  passed: Type.Boolean(),
})
export type SelfTestProbe = Static<typeof SelfTestProbe>

/** `POST /api/diagnostics/self-test`: Signalbox attacks its own listener, as a web page or a mistaken program would. */
export const SelfTest = Type.Object({
  /** Every probe went as it must. */
  passed: Type.Boolean(),
  /** ISO 8601. */
  at: Type.String(),
  /** Where the probes were sent. */
  address: Type.String(),
  probes: Type.Array(SelfTestProbe),
})
export type SelfTest = Static<typeof SelfTest>

const Facts = Type.Record(Type.String(), Type.Unknown())

/**
 * `GET /api/diagnostics`: what somebody who helps needs to know. No bodies, headers, keys or tokens; what looks like a
 * secret is `…`, and the home folder `~`. A part that could not be read is `{ unavailable }`, with the reason.
 */
export const Diagnostics = Type.Object({
  format: Type.Literal(1),
  /** ISO 8601. */
  madeAt: Type.String(),
  versions: Facts,
  platform: Facts,
  server: Facts,
  health: Facts,
  /** The doctor's report, without the sessions and the text of files. */
  connection: Facts,
  selfTest: Type.Union([SelfTest, Facts]),
  /** What was set at the start: flags, environment, file. */
  settings: Facts,
  /** The part of `config.json` that may change while it runs. */
  config: Facts,
  storage: Facts,
  counts: Facts,
  log: Type.Object({
    level: Type.String(),
    file: Type.Union([Type.String(), Type.Null()]),
    /** The newest, oldest first. */
    lines: Type.Array(LogLine),
  }),
})
export type Diagnostics = Static<typeof Diagnostics>
