import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { canReach } from './account'
import { prepareBinaries } from './binaries'

const NOBODY = { uid: 65534, gid: 65534 }

let folder: string
let native: string
let copies: string
let messages: string[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'linchpin-binaries-'))
  chmodSync(folder, 0o755)
  native = join(folder, 'package/native')
  copies = join(folder, 'copies')
  messages = []
  for (const path of ['lib', 'share/postgresql']) {
    mkdirSync(join(native, path), { recursive: true })
  }
  mkdirSync(copies)
  writeFileSync(join(native, 'share/postgresql/postgres.bki'), '')
  writeFileSync(join(native, 'lib/libpq.so.5.18'), 'library')
  writeFileSync(
    join(native, 'pg-symlinks.json'),
    JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]),
  )
})

afterEach(() => rmSync(folder, { recursive: true }))

const prepare = (account: typeof NOBODY | null) =>
  prepareBinaries(account, copies, (m) => messages.push(m), { native, version: '18.4.0' })

describe('prepareBinaries', () => {
  it('creates the links that the install script would have made', () => {
    expect(prepare(null)).toBe(native)
    expect(readlinkSync(join(native, 'lib/libpq.so.5'))).toBe('libpq.so.5.18')
    expect(prepare(null)).toBe(native)
    expect(messages).toEqual([])
  })

  it('copies once what the account cannot read, links included', () => {
    chmodSync(join(folder, 'package'), 0o700)
    const copy = prepare(NOBODY)
    expect(copy).toBe(join(copies, 'postgres-18.4.0'))
    expect(readlinkSync(join(copy, 'lib/libpq.so.5'))).toBe('libpq.so.5.18')
    expect(canReach(NOBODY, join(copy, 'share/postgresql/postgres.bki'))).toBe(true)
    expect(prepare(NOBODY)).toBe(copy)
    expect(messages).toHaveLength(1)
    expect(readdirSync(copies)).toHaveLength(1)
  })
})

describe('canReach', () => {
  it('requires that every parent folder is accessible and the file is readable', () => {
    const file = join(native, 'lib/libpq.so.5.18')
    expect(canReach(NOBODY, file)).toBe(true)
    chmodSync(file, 0o640)
    expect(canReach(NOBODY, file)).toBe(false)
    chmodSync(file, 0o644)
    chmodSync(join(folder, 'package'), 0o750)
    expect(canReach(NOBODY, file)).toBe(false)
    expect(canReach(null, file)).toBe(true)
  })
})
