import { describe, expect, it } from 'vitest'
import { createRedactor, displayValue, redactUrl, scrubText } from './redact'

describe('redactUrl', () => {
  it.each([
    ['https://user:pass@node.example:8545/v3/key?x=1', 'https://node.example:8545'],
    ['postgres://u:p@db:5432/name', 'postgres://db:5432'],
    ['https://eth.example.org/v2/abcdef123456', 'https://eth.example.org'],
    ['http://127.0.0.1:8545', 'http://127.0.0.1:8545'],
    ['u:p@db/name', 'an invalid URL'],
    ['not a url', 'an invalid URL'],
  ])('keeps only scheme and host of %s', (url, expected) => {
    expect(redactUrl(url)).toBe(expected)
  })
})

describe('displayValue', () => {
  it.each([
    ['https://a.example/key, https://u:p@b.example', 'https://a.example,https://b.example'],
    ['u:p@db/name', 'set'],
    ['key', 'set'],
  ])('displays only scheme and host of %s in a variable of URLs', (value, expected) => {
    expect(displayValue(value, 'url')).toBe(expected)
  })
})

describe('scrubText', () => {
  it('redacts a key that the provider quotes', () => {
    const url = 'https://eth.example.org/v2/abcdef123456?token=tok-98765'
    const text = `bad key abcdef123456 (tok-98765) for ${url}`
    expect(scrubText(text, url)).toBe('bad key *** (***) for https://eth.example.org')
  })

  it('redacts user and password, as written and decoded', () => {
    const url = 'https://someone:pass%2Fword@eth.example.org'
    expect(scrubText('someone pass%2Fword pass/word', url)).toBe('*** *** ***')
  })

  it('truncates long texts', () => {
    expect(scrubText('x'.repeat(1000), 'http://127.0.0.1')).toHaveLength(201)
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
  ])('redacts the secrets of: %s', (text, expected) => {
    expect(redact(text)).toBe(expected)
  })
})
