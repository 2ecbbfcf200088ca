import { type Static, Type } from 'typebox'
import { Issue } from './coded-message.ts'
import { HeaderRule } from './live-settings.ts'

const Header = Type.Object({ name: Type.String(), value: Type.String() })

/** `POST /api/header-rules/test`: the effect of rules on the headers of a message. */
export const HeaderRuleTest = Type.Object({
  side: Type.Union([Type.Literal('request'), Type.Literal('response')]),
  /** Absent: the saved rules. */
  rules: Type.Optional(Type.Array(HeaderRule, { maxItems: 200 })),
  /** Headers to test, as received. Absent: those of a logged request. */
  headers: Type.Optional(Type.Array(Header, { maxItems: 200 })),
  /** A complete request id, or its last characters. */
  requestId: Type.Optional(Type.String()),
})
export type HeaderRuleTest = Static<typeof HeaderRuleTest>

/** Effect of one enabled rule: the values of its header before and after it. */
const Effect = Type.Object({
  /** Index in the list of rules, from 0. */
  rule: Type.Integer({ minimum: 0 }),
  header: Type.String(),
  before: Type.Array(Type.String()),
  after: Type.Array(Type.String()),
})

export const HeaderRuleTestResult = Type.Object({
  /** Forwarded headers, without hop-by-hop ones. In order. */
  before: Type.Array(Header),
  after: Type.Array(Header),
  /** One entry for each enabled, valid rule, in order. */
  effects: Type.Array(Effect),
  /** The issues in English. */
  problems: Type.Array(Type.String()),
  /** Reasons why rules are invalid; paths begin with the rule's index: `/2/value`. */
  issues: Type.Array(Issue),
})
export type HeaderRuleTestResult = Static<typeof HeaderRuleTestResult>
