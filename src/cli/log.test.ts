import { Writable } from 'node:stream'
import { createLogger as createSdkLogger } from '@subsquid/logger'
import { describe, expect, it } from 'vitest'
import { createLogger, routeSdkLogs } from './log'

const CONFIG = {
  logLevel: 'info',
  logFormat: 'json',
  portalUrl: null,
  rpcEndpoints: ['https://node.example/v3/0123456789abcdef'],
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

  it('writes text where that is wanted', () => {
    const { lines, output } = sink()
    createLogger({ ...CONFIG, logFormat: 'pretty' }, output).warn('careful')
    expect(lines.join('')).toMatch(/WARN.*careful\n$/)
    expect(lines.join('')).not.toContain('{')
  })

  it('keeps to the level', () => {
    const { lines, output } = sink()
    createLogger({ ...CONFIG, logLevel: 'error' }, output).warn('careful')
    expect(lines).toEqual([])
  })

  it.each(['json', 'pretty'] as const)('shows no secret in %s, wherever it stands', (logFormat) => {
    const { lines, output } = sink()
    const logger = createLogger({ ...CONFIG, logFormat }, output)
    const [url] = CONFIG.rpcEndpoints
    logger.error({ url, nested: { list: [`got 401 from ${url}`] } }, `no answer from ${url}`)
    logger.error(new Error(`cannot connect to ${CONFIG.dbUrl} with a-long-password`))
    expect(lines.join('')).toContain('https://node.example')
    expect(lines.join('')).not.toMatch(/0123456789abcdef|a-long-password/)
  })
})

describe('routeSdkLogs', () => {
  it('sends what the SDK logs into our log: its news as details, what goes wrong as it is', () => {
    const { lines, output } = sink()
    const fatal: unknown[] = []
    routeSdkLogs(createLogger(CONFIG, output), (error) => fatal.push(error))
    const sdk = createSdkLogger('sqd:test')
    sdk.info('hidden')
    sdk.warn({ block: 1 }, 'shown')
    const error = new Error('broken')
    sdk.fatal(error)
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'warn', ns: 'sqd:test', block: 1, msg: 'shown' },
      { level: 'fatal', ns: 'sqd:test', err: { message: 'broken' } },
    ])
    expect(fatal).toEqual([error])
  })
})
