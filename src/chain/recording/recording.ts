import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createGunzip } from 'node:zlib'
import { EXIT, LinchpinError } from '../../errors'
import { parseQuantity } from '../normalize'
import type { Hex } from '../types'
import type { ChainView, RecordedBlock, RecordedLog } from './chain-view'

/** A recorded chain in memory, checked: blocks are linked, and every log belongs to its block. */
export interface Recording extends ChainView {
  dir: string
  /** deployment.json as parsed; its shape is not checked here. */
  deployment: unknown
}

/** A block while its logs are still being read. */
interface OpenBlock extends RecordedBlock {
  logs: RecordedLog[]
}

const HINT = 'Download the recording again, or choose another folder.'

/**
 * Reads a folder with `blocks.jsonl.gz`, `logs.jsonl.gz` and `deployment.json`.
 *
 * @throws LinchpinError LP2001 a file is missing or unreadable; LP2005 it is truncated or corrupt; LP2006 the blocks are not
 * one chain; LP2007 a log does not belong to its block. Each names file, line and values.
 */
export async function loadRecording(dir: string): Promise<Recording> {
  const deployment = await readDeployment(dir)
  const { blocks, byHash } = await readBlocks(join(dir, 'blocks.jsonl.gz'))
  await readLogs(join(dir, 'logs.jsonl.gz'), blocks)
  const first = blocks[0]!.number
  return {
    dir,
    deployment,
    chainId: deployment.chainId,
    first,
    head: first + blocks.length - 1,
    blockAt: (number) => blocks[number - first],
    blockByHash: (hash) => byHash.get(hash),
  }
}

async function readDeployment(dir: string): Promise<{ chainId: number }> {
  const file = join(dir, 'deployment.json')
  const text = await readFile(file, 'utf8').catch((error) => {
    throw unreadable(file, error)
  })
  const deployment = parseJson(text, file)
  if (!Number.isSafeInteger(deployment.chainId)) {
    throw refuse('LP2005', `${file}: chainId is ${deployment.chainId}, not a number`)
  }
  return deployment as unknown as { chainId: number }
}

async function readBlocks(
  file: string,
): Promise<{ blocks: OpenBlock[]; byHash: Map<Hex, OpenBlock> }> {
  const blocks: OpenBlock[] = []
  const byHash = new Map<Hex, OpenBlock>()
  let previous: OpenBlock | undefined
  for await (const { text, at } of readLines(file)) {
    const raw = parseJson(text, at)
    const block: OpenBlock = {
      number: quantity(raw, 'number', at),
      hash: hex(raw, 'hash', at),
      parentHash: hex(raw, 'parentHash', at),
      json: text,
      logs: [],
    }
    if (previous && block.number !== previous.number + 1) {
      throw refuse('LP2006', `${at}: block ${block.number} follows block ${previous.number}`)
    }
    if (previous && block.parentHash !== previous.hash) {
      throw refuse(
        'LP2006',
        `${at}: block ${block.number} has parent ${block.parentHash}, but block ${previous.number} is ${previous.hash}`,
      )
    }
    blocks.push(block)
    byHash.set(block.hash, block)
    previous = block
  }
  if (!previous) throw refuse('LP2006', `${file}: no blocks`)
  return { blocks, byHash }
}

async function readLogs(file: string, blocks: OpenBlock[]): Promise<void> {
  const first = blocks[0]!.number
  let lastBlock = -1
  let lastIndex = -1
  for await (const { text, at } of readLines(file)) {
    const raw = parseJson(text, at)
    const number = quantity(raw, 'blockNumber', at)
    const index = quantity(raw, 'logIndex', at)
    const block = blocks[number - first]
    if (!block) throw refuse('LP2007', `${at}: log of block ${number}, which is not recorded`)
    const blockHash = hex(raw, 'blockHash', at)
    if (blockHash !== block.hash) {
      throw refuse(
        'LP2007',
        `${at}: log of block ${number} names hash ${blockHash}, but the block is ${block.hash}`,
      )
    }
    if (number < lastBlock || (number === lastBlock && index <= lastIndex)) {
      throw refuse(
        'LP2007',
        `${at}: log ${number}/${index} comes after log ${lastBlock}/${lastIndex}`,
      )
    }
    if (!Array.isArray(raw.topics)) throw refuse('LP2005', `${at}: topics is not a list`)
    const topics = raw.topics.map((topic) => String(topic).toLowerCase())
    block.logs.push({ address: hex(raw, 'address', at), topics, json: text })
    lastBlock = number
    lastIndex = index
  }
}

/** The lines of a gzip file while it is unpacked, each with its location for error messages. */
async function* readLines(file: string): AsyncGenerator<{ text: string; at: string }> {
  const source = createReadStream(file)
  const gunzip = createGunzip()
  source.on('error', (error) => gunzip.destroy(error))
  let line = 0
  let rest = ''
  try {
    for await (const chunk of source.pipe(gunzip).setEncoding('utf8')) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop()!
      for (const text of lines) yield { text, at: `${file} line ${++line}` }
    }
  } catch (error) {
    if (error instanceof LinchpinError) throw error
    if ((error as NodeJS.ErrnoException).syscall) throw unreadable(file, error)
    throw refuse(
      'LP2005',
      `${file} is truncated or corrupt after line ${line}: ${(error as Error).message}`,
    )
  } finally {
    source.destroy()
  }
  if (rest) yield { text: rest, at: `${file} line ${++line}` }
}

function parseJson(text: string, at: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw refuse('LP2005', `${at} is not JSON: ${(error as Error).message}`)
  }
  if (typeof value !== 'object' || value === null)
    throw refuse('LP2005', `${at} is not a JSON object`)
  return value as Record<string, unknown>
}

function quantity(raw: Record<string, unknown>, key: string, at: string): number {
  const value = parseQuantity(raw[key])
  if (value === undefined) throw refuse('LP2005', `${at}: ${key} is ${raw[key]}, not a hex number`)
  return value
}

function hex(raw: Record<string, unknown>, key: string, at: string): Hex {
  const value = raw[key]
  if (typeof value !== 'string') throw refuse('LP2005', `${at}: ${key} is missing`)
  return value.toLowerCase()
}

function unreadable(file: string, error: unknown): LinchpinError {
  const message = `cannot read ${file}: ${(error as Error).message}`
  const hint = 'A recording is a folder with blocks.jsonl.gz, logs.jsonl.gz and deployment.json.'
  return new LinchpinError('LP2001', message, hint, EXIT.DATA, { cause: error })
}

function refuse(code: string, message: string): LinchpinError {
  return new LinchpinError(code, message, HINT, EXIT.DATA)
}
