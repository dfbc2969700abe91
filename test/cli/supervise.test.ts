import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { type Supervisor, supervise } from '../../src/cli/supervise'

const folder = mkdtempSync(join(tmpdir(), 'linchpin-supervise-'))
const LIB = join(__dirname, '../../lib/cli')

function script(name: string, body: string): string {
  const file = join(folder, `${name}.js`)
  writeFileSync(file, body)
  return file
}

/** Reports its PID, then waits for a shutdown signal, as `linchpin serve` does. */
const PATIENT = script(
  'patient',
  `process.send({ pid: process.pid })
   require(${JSON.stringify(join(LIB, 'shutdown.js'))}).untilShutdown().then(() => process.exit(0))
   setInterval(() => {}, 1000)`,
)

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

let supervisor: Supervisor | null = null
let parent: ChildProcess | null = null

function start(modules: string[], restart = false) {
  const messages: string[] = []
  const pids: number[] = []
  const specs = modules.map((module, index) => ({
    ...{ name: `child${index}`, module, args: [], env: process.env, restart },
  }))
  const onReport = (_: string, report: unknown) => pids.push((report as { pid: number }).pid)
  supervisor = supervise(specs, (message) => messages.push(message), onReport, [10])
  return { messages, pids, supervisor }
}

afterEach(async () => {
  await supervisor?.stop()
  parent?.kill('SIGKILL')
  supervisor = null
  parent = null
})

afterAll(() => rmSync(folder, { recursive: true }))

describe('supervise', () => {
  it('stops its children on stop()', async () => {
    const { pids, supervisor } = start([PATIENT, PATIENT])
    await expect.poll(() => pids.length).toBe(2)
    await supervisor.stop()
    expect(pids.map(alive)).toEqual([false, false])
  })

  it('ends with the exit code of the child that exited first', async () => {
    const { messages, supervisor } = start([PATIENT, script('data', 'process.exit(65)')], true)
    expect(await supervisor.ended).toBe(65)
    expect(messages).toEqual(['child1 exited with 65'])
  })

  it('keeps the others running after a child that allows it', async () => {
    const stopped = script(
      'stopped',
      'process.send({ othersKeepRunning: true }, () => process.exit(65))',
    )
    const { messages, pids } = start([PATIENT, stopped], true)
    await expect
      .poll(() => messages)
      .toEqual(['child1 exited with 65; the other processes keep running'])
    // The patient child may still be starting: it is not ordered before the other.
    await expect.poll(() => pids.length).toBe(1)
    expect(pids.map(alive)).toEqual([true])
  })

  it.each([
    ['SIGKILL', true],
    ['SIGKILL', false],
    ['SIGSEGV', false],
    ['SIGTERM', true],
    ['SIGABRT', true],
  ] as const)(
    'restarts a child that %s ended, whatever its codes mean: %s',
    async (signal, restart) => {
      const counter = join(folder, `killed-${signal}-${restart}`)
      writeFileSync(counter, '')
      const module = script(
        `killed-${signal}`,
        `const fs = require('fs')
       fs.appendFileSync(${JSON.stringify(counter)}, 'x')
       if (fs.readFileSync(${JSON.stringify(counter)}, 'utf8').length < 3) {
         process.kill(process.pid, '${signal}')
         setInterval(() => {}, 1000)
       } else process.exit(65)`,
      )
      const { messages, supervisor } = start([module], restart)
      expect(await supervisor.ended).toBe(65)
      expect(readFileSync(counter, 'utf8')).toBe('xxx')
      expect(messages.slice(0, 2)).toEqual(
        Array(2).fill(`child0 was ended by ${signal}, and restarts in 0.01 s`),
      )
    },
  )

  it.each([1, 65, 70, 78])('a child that exits with %i needs a person: all end', async (code) => {
    const ends = script(`ends${code}`, `process.exit(${code})`)
    const { messages, supervisor } = start([ends], true)
    expect(await supervisor.ended).toBe(code)
    expect(messages).toEqual([`child0 exited with ${code}`])
  })

  it('restarts a child that exited because something was unavailable', async () => {
    const counter = join(folder, 'counter')
    writeFileSync(counter, '')
    const module = script(
      'unavailable',
      `const fs = require('fs')
       fs.appendFileSync(${JSON.stringify(counter)}, 'x')
       process.exit(fs.readFileSync(${JSON.stringify(counter)}, 'utf8').length < 3 ? 69 : 65)`,
    )
    const { messages, supervisor } = start([module], true)
    expect(await supervisor.ended).toBe(65)
    expect(readFileSync(counter, 'utf8')).toBe('xxx')
    expect(messages.slice(0, 2)).toEqual(Array(2).fill('child0 restarts in 0.01 s'))
  })

  it('leaves no child running when it is killed', async () => {
    const module = script(
      'parent',
      `require(${JSON.stringify(join(LIB, 'supervise.js'))}).supervise(
         [{ name: 'c', module: ${JSON.stringify(PATIENT)}, args: [], env: process.env, restart: true }],
         () => {},
         (_, report) => console.log(report.pid),
       )`,
    )
    parent = spawn(process.execPath, [module], { stdio: ['ignore', 'pipe', 'inherit'] })
    const pid = await new Promise<number>((resolve) =>
      parent!.stdout!.once('data', (data) => resolve(Number(data))),
    )
    expect(alive(pid)).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => alive(pid), { timeout: 10_000 }).toBe(false)
  })
})
