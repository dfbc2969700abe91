import { describe, expect, it } from 'vitest'
import { redactUrl, scrubText } from './redact'

describe('redactUrl', () => {
  it.each([
    ['https://eth.example.org/v2/abcdef123456', 'https://eth.example.org'],
    ['https://user:secret@eth.example.org:8545/?key=abcdef', 'https://eth.example.org:8545'],
    ['http://127.0.0.1:8545', 'http://127.0.0.1:8545'],
    ['not a url', 'an invalid URL'],
  ])('keeps only scheme and host of %s', (url, shown) => {
    expect(redactUrl(url)).toBe(shown)
  })
})

describe('scrubText', () => {
  it('hides a key that the provider quotes back', () => {
    const url = 'https://eth.example.org/v2/abcdef123456?token=tok-98765'
    const text = `bad key abcdef123456 (tok-98765) for ${url}`
    expect(scrubText(text, url)).toBe('bad key *** (***) for https://eth.example.org')
  })

  it('cuts long texts', () => {
    expect(scrubText('x'.repeat(1000), 'http://127.0.0.1')).toHaveLength(201)
  })
})
