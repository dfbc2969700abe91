import { describe, expect, it } from 'vitest'
import { createRedactor, redactUrl } from './redact'

describe('redactUrl', () => {
  it.each([
    ['https://user:pass@node.example:8545/v3/key?x=1', 'https://node.example:8545'],
    ['postgres://u:p@db:5432/name', 'postgres://db:5432'],
    ['u:p@db/name', 'set'],
    ['key', 'set'],
  ])('keeps only scheme and host of %s', (url, shown) => {
    expect(redactUrl(url)).toBe(shown)
  })
})

describe('createRedactor', () => {
  const key = '0123456789abcdef0123456789abcdef'
  const redact = createRedactor([
    `https://node.example/v3/${key}?token=q1`,
    'postgres://me:long-pass%2Fword@db:5432/squid',
  ])

  it.each([
    [`POST https://node.example/v3/${key}?token=q1 failed`, 'POST https://node.example failed'],
    [`{"url":"https://node.example/other","n":1}`, `{"url":"https://node.example","n":1}`],
    [`path /v3/${key}`, 'path /v3/***'],
    ['postgres://me:long-pass%2Fword@db:5432/squid', 'postgres://db:5432'],
    ['password long-pass/word', 'password ***'],
    ['schema squid_processor', 'schema squid_processor'],
  ])('takes the secrets out of: %s', (text, expected) => {
    expect(redact(text)).toBe(expected)
  })
})
