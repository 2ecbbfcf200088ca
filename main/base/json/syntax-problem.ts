import { type ParseError, printParseErrorCode } from 'jsonc-parser'
import { type Coded, coded } from '../../../shared/language/say.ts'

/** 1-based. */
export interface Place {
  line: number
  column: number
}

type Problem =
  | 'json.bad_comment'
  | 'json.bad_escape'
  | 'json.bad_number'
  | 'json.brace_missing'
  | 'json.bracket_missing'
  | 'json.colon_missing'
  | 'json.comma_missing'
  | 'json.name_missing'
  | 'json.quote_missing'
  | 'json.text_after_end'
  | 'json.unexpected_character'
  | 'json.value_missing'

/** The parser's names for its errors. */
const PROBLEMS: Readonly<Record<string, Problem>> = {
  InvalidSymbol: 'json.unexpected_character',
  InvalidCharacter: 'json.unexpected_character',
  InvalidNumberFormat: 'json.bad_number',
  UnexpectedEndOfNumber: 'json.bad_number',
  PropertyNameExpected: 'json.name_missing',
  ValueExpected: 'json.value_missing',
  ColonExpected: 'json.colon_missing',
  CommaExpected: 'json.comma_missing',
  CloseBraceExpected: 'json.brace_missing',
  CloseBracketExpected: 'json.bracket_missing',
  EndOfFileExpected: 'json.text_after_end',
  InvalidCommentToken: 'json.bad_comment',
  UnexpectedEndOfComment: 'json.bad_comment',
  UnexpectedEndOfString: 'json.quote_missing',
  InvalidUnicode: 'json.bad_escape',
  InvalidEscapeCharacter: 'json.bad_escape',
}

/** A syntax error of a JSON file in words, with its place. Never quotes the text, which may hold a key. */
export function syntaxProblem(text: string, { error, offset }: ParseError): Coded {
  const { line, column } = placeOf(text, offset)
  return coded(PROBLEMS[printParseErrorCode(error)] ?? 'json.unexpected_character', { line, column })
}

export function placeOf(text: string, offset: number): Place {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/)
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}
