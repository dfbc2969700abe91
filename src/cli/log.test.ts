import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createLogger } from './log'

const CONFIG = {
  logLevel: 'info',
  logFormat: 'json',
  portalUrl: null,
  compareDbUrl: null,
  rpcEndpoints: ['https://node.example/v3/0123456789abcdef'],
  proveEndpoints: ['https://prover.example/v3/fedcba9876543210'],
  dbUrl: 'postgres://me:a-long-password@db:5432/squid',
} as const

function sink() {
  const lines: string[] = []
  const output = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk))
      done()
    },
  })
  return { lines, output }
}

describe('createLogger', () => {
  it('writes JSON lines with level name and time', () => {
    const { lines, output } = sink()
    createLogger(CONFIG, output).info({ block: 7 }, 'done')
    const record = JSON.parse(lines[0]!)
    expect(record).toMatchObject({ level: 'info', block: 7, msg: 'done' })
    expect(new Date(record.time).toISOString()).toBe(record.time)
  })

  it('writes text if configured', () => {
    const { lines, output } = sink()
    createLogger({ ...CONFIG, logFormat: 'pretty' }, output).warn('careful')
    expect(lines.join('')).toMatch(/WARN.*careful\n$/)
    expect(lines.join('')).not.toContain('{')
  })

  it('writes nothing below the level', () => {
    const { lines, output } = sink()
    createLogger({ ...CONFIG, logLevel: 'error' }, output).warn('careful')
    expect(lines).toEqual([])
  })

  it.each(['json', 'pretty'] as const)(
    'writes no secret in %s, wherever it occurs',
    (logFormat) => {
      const { lines, output } = sink()
      const logger = createLogger({ ...CONFIG, logFormat }, output)
      const [url] = CONFIG.rpcEndpoints
      logger.error({ url, nested: { list: [`got 401 from ${url}`] } }, `no answer from ${url}`)
      logger.error(new Error(`cannot connect to ${CONFIG.dbUrl} with a-long-password`))
      expect(lines.join('')).toContain('https://node.example')
      expect(lines.join('')).not.toMatch(/0123456789abcdef|a-long-password/)
    },
  )
})
