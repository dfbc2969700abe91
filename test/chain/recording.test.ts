import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadRecording } from '../../src/chain/recording/recording'
import { FIXTURE } from './helpers'

const HASH = ['0xaa00', '0xaa01', '0xaa02', '0xaa03']

function block(number: number, parentHash = HASH[number - 1] ?? '0x00') {
  return { number: `0x${number.toString(16)}`, hash: HASH[number], parentHash, timestamp: '0x1' }
}

function log(blockNumber: number, logIndex: number, blockHash = HASH[blockNumber]) {
  const at = {
    blockNumber: `0x${blockNumber.toString(16)}`,
    logIndex: `0x${logIndex.toString(16)}`,
  }
  return { address: '0xABcd', topics: ['0xEE'], data: '0x', blockHash, ...at }
}

function lines(values: unknown[]): Buffer {
  return gzipSync(values.map((value) => `${JSON.stringify(value)}\n`).join(''))
}

let dir: string

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'linchpin-recording-'))
  await writeFile(join(dir, 'deployment.json'), '{"chainId": 31337}')
  await writeFile(join(dir, 'blocks.jsonl.gz'), lines([block(0), block(1), block(2), block(3)]))
  await writeFile(join(dir, 'logs.jsonl.gz'), lines([log(1, 0), log(1, 1), log(3, 0)]))
})
afterEach(() => rm(dir, { recursive: true }))

async function refusal(file: string, content: string | Buffer) {
  await writeFile(join(dir, file), content)
  const error = await loadRecording(dir).then(
    () => undefined,
    (e) => e,
  )
  expect(error).toMatchObject({ name: 'LinchpinError', exitCode: 65 })
  expect(error.hint).not.toBe('')
  expect(error.message).toContain(file)
  return error
}

describe('loadRecording', () => {
  it('returns blocks with their logs, and lower-case keys', async () => {
    const recording = await loadRecording(dir)
    expect(recording).toMatchObject({ dir, chainId: 31337, first: 0, head: 3 })
    expect(recording.blockAt(1)!.logs).toHaveLength(2)
    expect(recording.blockAt(3)!.logs[0]).toMatchObject({ address: '0xabcd', topics: ['0xee'] })
    expect(JSON.parse(recording.blockByHash('0xaa02')!.json)).toEqual(block(2))
    expect(recording.blockAt(4)).toBeUndefined()
  })

  it('reads the whole fixture', async () => {
    const recording = await loadRecording(FIXTURE)
    let logs = 0
    for (let n = 0; n <= recording.head; n++) logs += recording.blockAt(n)!.logs.length
    expect([recording.chainId, recording.head, logs]).toEqual([31337, 5000, 13788])
  })

  it.each(['blocks.jsonl.gz', 'logs.jsonl.gz', 'deployment.json'])(
    'names the missing file %s',
    async (file) => {
      await rm(join(dir, file))
      const error = await loadRecording(dir).catch((e) => e)
      expect(error).toMatchObject({ code: 'LP2001', exitCode: 65 })
      expect(error.message).toContain(join(dir, file))
    },
  )

  it('rejects a truncated gzip file', async () => {
    const whole = lines([block(0), block(1), block(2), block(3)])
    const error = await refusal('blocks.jsonl.gz', whole.subarray(0, whole.length - 12))
    expect(error.code).toBe('LP2005')
    expect(error.message).toMatch(/truncated or corrupt after line \d/)
  })

  it('rejects a file that is not gzip', async () => {
    const error = await refusal('logs.jsonl.gz', 'plain text')
    expect(error.code).toBe('LP2005')
  })

  it('rejects a line that is not JSON, with its number', async () => {
    const text = `${JSON.stringify(block(0))}\n{"number": "0x1", \n`
    const error = await refusal('blocks.jsonl.gz', gzipSync(text))
    expect(error.code).toBe('LP2005')
    expect(error.message).toContain('line 2')
  })

  it('rejects a block without a number', async () => {
    const error = await refusal('blocks.jsonl.gz', lines([{ hash: '0x1' }]))
    expect(error.code).toBe('LP2005')
    expect(error.message).toContain('line 1: number is undefined')
  })

  it('rejects a deployment without chain id', async () => {
    const error = await refusal('deployment.json', '{}')
    expect(error.message).toContain('chainId is undefined')
  })

  it('rejects a gap in the block numbers', async () => {
    const error = await refusal('blocks.jsonl.gz', lines([block(0), block(1), block(3)]))
    expect(error.code).toBe('LP2006')
    expect(error.message).toContain('line 3: block 3 follows block 1')
  })

  it('rejects a block whose parent is another one', async () => {
    const blocks = [block(0), block(1), block(2, '0xbad'), block(3)]
    const error = await refusal('blocks.jsonl.gz', lines(blocks))
    expect(error.code).toBe('LP2006')
    expect(error.message).toContain('line 3: block 2 has parent 0xbad, but block 1 is 0xaa01')
  })

  it('rejects a recording without blocks', async () => {
    expect(await refusal('blocks.jsonl.gz', lines([]))).toMatchObject({ code: 'LP2006' })
  })

  it('rejects a log of a block that is not recorded', async () => {
    const error = await refusal('logs.jsonl.gz', lines([log(1, 0), log(9, 0, '0x1')]))
    expect(error.code).toBe('LP2007')
    expect(error.message).toContain('line 2: log of block 9')
  })

  it('rejects a log whose block hash differs', async () => {
    const error = await refusal('logs.jsonl.gz', lines([log(1, 0, '0xaa02')]))
    expect(error.code).toBe('LP2007')
    expect(error.message).toContain('line 1: log of block 1 names hash 0xaa02')
  })

  it.each([
    ['an earlier block', [log(2, 0), log(1, 0)]],
    ['an earlier index', [log(1, 1), log(1, 0)]],
    ['the same position', [log(1, 1), log(1, 1)]],
  ])('rejects a log that is followed by one of %s', async (_, logs) => {
    const error = await refusal('logs.jsonl.gz', lines(logs))
    expect(error.code).toBe('LP2007')
    expect(error.message).toMatch(/line 2: log \d\/\d comes after log \d\/\d/)
  })
})
