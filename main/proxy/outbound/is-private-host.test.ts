import { expect, it } from 'vitest'
import { isPrivateHost } from './is-private-host.ts'

it.each([
  '127.0.0.1',
  '127.8.8.8',
  '[::1]',
  '::ffff:10.1.2.3',
  '0.0.0.0',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  'fd00::1',
  'localhost',
  'a.localhost.',
  'gateway',
  'box.local',
  'host.docker.internal',
  'NAS.home.arpa',
])('%s is private', (host) => {
  expect(isPrivateHost(host)).toBe(true)
})

it.each([
  'api.anthropic.com',
  '1.1.1.1',
  '172.32.0.1',
  '[2606:4700::1]',
  'localhost.example.com',
  '127.evil.example',
])('%s is public', (host) => {
  expect(isPrivateHost(host)).toBe(false)
})
