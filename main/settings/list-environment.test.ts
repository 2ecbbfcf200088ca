import { expect, test } from 'vitest'
import { listEnvironment } from './list-environment.ts'

test('names the strongest source of each variable that makes a setting', () => {
  const listed = listEnvironment([
    [
      'environment',
      { HTTPS_PROXY: '', NO_PROXY: 'localhost', HOME: '/home/me', ANTHROPIC_BASE_URL: 'http://x' },
    ],
    ['login_shell', { HTTPS_PROXY: 'http://proxy.example:8080', NO_PROXY: 'other' }],
    ['env_file', { OPENAI_BASE_URL: 'https://models.example/v1?key=abc' }],
  ])
  expect(listed).toEqual([
    { name: 'HTTPS_PROXY', source: 'login_shell', value: 'http://proxy.example:8080' },
    { name: 'NO_PROXY', source: 'environment', value: 'localhost' },
    { name: 'OPENAI_BASE_URL', source: 'env_file', value: 'https://models.example' },
  ])
})

test.each([
  ['OPENAI_API_KEY', 'sk-secret'],
  ['HTTPS_PROXY', 'http://me:secret@proxy.example:8080/secret'],
  ['http_proxy', 'me:secret@proxy.example:8080'],
  ['ALL_PROXY', 'socks5://me:secret@proxy.example'],
  ['GROQ_BASE_URL', 'https://groq.example/secret'],
  ['HTTP_PROXY', 'http://secret:4711/4711@proxy.example:8080'],
  ['all_proxy', 'secret:4711?4711@proxy.example'],
])('shows no secret in %s', (name, value) => {
  const [shown] = listEnvironment([['login_shell', { [name]: value }]])
  expect(shown?.name).toBe(name)
  expect(shown?.value ?? '').not.toContain('secret')
})
