import { describe, expect, test } from 'vitest'
import { SLASHING_QUEUED } from '../../src/protocols/eigenlayer/soundness'
import { withdrawalRoot } from '../../src/protocols/eigenlayer/withdrawal-root'
import { logsOf, recordings } from '../support/recordings'

describe.each(recordings())('$name', ({ dir }) => {
  test('every queued withdrawal hashes to the root that the contract gave it', () => {
    const logs = logsOf(dir, SLASHING_QUEUED.topic).map((log) => SLASHING_QUEUED.decode(log))
    expect(logs.length).toBeGreaterThan(0)
    const roots = logs.map(({ withdrawal }) => {
      return withdrawalRoot({ ...withdrawal, shares: withdrawal.scaledShares })
    })
    expect(roots).toEqual(logs.map((log) => log.withdrawalRoot))
  })
})
