import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { ApiContext, BlockPoint } from '../context'
import { Graphs } from './graphs'

const BLOCK = { chainId: '1', number: 5, isHead: false, finalized: true } as unknown as BlockPoint

/** A database whose statements end when they are told to; all but the one for the digest belong to a graph. */
class Statements {
  private readonly failing: ((error: Error) => void)[] = []
  /** Statements of graphs so far. */
  count = 0

  readonly context = {
    head: async () => ({ number: 9 }),
    query: (text: string) => {
      if (/ AS digest FROM block /.test(text)) return Promise.resolve([{ digest: '0x1' }])
      this.count++
      return new Promise((_, fail) => this.failing.push(fail))
    },
  } as unknown as ApiContext

  /** Ends those that run. */
  fail(): void {
    for (const fail of this.failing.splice(0)) fail(new Error('cancelled'))
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await turn()
}

test('what many ask for at the same time is read once, also when the one that read it has failed', async () => {
  const alone = new Statements()
  new Graphs().at(alone.context, BLOCK).catch(() => {})
  await settle()
  expect(alone.count).toBeGreaterThan(0)

  const together = new Statements()
  const graphs = new Graphs()
  const asked = Array.from({ length: 20 }, () =>
    graphs.at(together.context, BLOCK).catch((error: Error) => error.message),
  )
  await settle()
  expect(together.count).toBe(alone.count)
  together.fail()
  await settle()
  expect(together.count).toBe(2 * alone.count)
  for (let i = 0; i < 20; i++) {
    together.fail()
    await settle()
  }
  expect(new Set(await Promise.all(asked))).toEqual(new Set(['cancelled']))
})
