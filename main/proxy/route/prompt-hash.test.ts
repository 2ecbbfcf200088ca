import { expect, it } from 'vitest'
import { promptHash } from './prompt-hash.ts'

it('is the first 16 hex digits of the SHA-256 of what stands before the notes', () => {
  // echo -n 'You review code.' | sha256sum
  expect(promptHash('You review code.')).toBe('e0a7b83ec2b56546')
  expect(promptHash('You review code.\n\nNotes:\n- The folder is /home/me')).toBe('e0a7b83ec2b56546')
  expect(promptHash('  You review code.\r\n\r\nNotes:\r\n- x')).toBe('e0a7b83ec2b56546')
})

it('differs with the prompt, also inside of it', () => {
  expect(promptHash('You review\ncode.')).not.toBe(promptHash('You review code.'))
  expect(promptHash('You review\r\ncode.')).toBe(promptHash('You review\ncode.'))
})

it('is none for a prompt without a fixed part', () => {
  expect(promptHash('')).toBeUndefined()
  expect(promptHash('\nNotes: all of it')).toBeUndefined()
})
