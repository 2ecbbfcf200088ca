import { type Static, Type } from 'typebox'
import { Issue } from './coded-message.ts'
import { HeaderRule } from './live-settings.ts'

const Header = Type.Object({ name: Type.String(), value: Type.String() })

/** `POST /api/header-rules/test`: what rules would do to the headers of a message. */
export const HeaderRuleTest = Type.Object({
  side: Type.Union([Type.Literal('request'), Type.Literal('response')]),
  /** Without them the rules that are saved. */
  rules: Type.Optional(Type.Array(HeaderRule, { maxItems: 200 })),
  /** The headers to try, as they came; or those of a logged request. */
  headers: Type.Optional(Type.Array(Header, { maxItems: 200 })),
  /** A whole id, or its last characters. */
  requestId: Type.Optional(Type.String()),
})
export type HeaderRuleTest = Static<typeof HeaderRuleTest>

/** What one enabled rule did: the values of its header before and after it. */
const Effect = Type.Object({
  /** Place in the list of rules, from 0. */
  rule: Type.Integer({ minimum: 0 }),
  header: Type.String(),
  before: Type.Array(Type.String()),
  after: Type.Array(Type.String()),
})

export const HeaderRuleTestResult = Type.Object({
  /** What is carried, without what belongs to a connection. In order. */
  before: Type.Array(Header),
  after: Type.Array(Header),
  /** One for each rule that is enabled and can be used, in order. */
  effects: Type.Array(Effect),
  /** The issues in English. */
  problems: Type.Array(Type.String()),
  /** Why rules cannot be used; paths begin with the rule's place: `/2/value`. */
  issues: Type.Array(Issue),
})
export type HeaderRuleTestResult = Static<typeof HeaderRuleTestResult>
