import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from 'pg'
import { readRulesFile } from '../../../src/notify/rules/file'

/** One rule of each kind that the chain can fire. */
export const RULES = `
rules:
  - { name: share, rule: operator-share, above: 0.5, clearBelow: 0.4 }
  - { name: hhi, rule: concentration, above: 0.6, clearBelow: 0.5 }
  - { name: largest, rule: concentration, measure: largest, above: 0.6 }
  - { name: set-share, rule: operator-share, by: operator-set, above: 0.5, clearBelow: 0.4 }
  - { name: set-hhi, rule: concentration, by: operator-set, above: 0.6, clearBelow: 0.5 }
  - { name: captive, rule: operator-captive }
  - { name: fast, rule: operator-captive, below: 5 }
  - { name: slasher, rule: slasher-announced }
  - { name: redistribution, rule: redistribution-on }
  - { name: queued, rule: slash-queued }
  - { name: large, rule: large-withdrawal, shares: "1000000000000000000" }
  - { name: slashings, rule: event, kinds: [slashing] }
`

/** Writes a file of rules. @returns its path */
export function writeRules(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'rules-')), 'rules.yaml')
  writeFileSync(path, text)
  return path
}

export const rulesOf = (text: string) => readRulesFile(writeRules(text))

export interface AlertRow {
  seq: number
  part: number
  rule: string
  subject: string
  state: 'fired' | 'cleared' | 'event' | 'undone'
  block: number | null
  data: Record<string, unknown>
  undoes: string | null
}

/** All alerts, in order. */
export async function readAlerts(client: Client): Promise<AlertRow[]> {
  const { rows } = await client.query<AlertRow>(
    `SELECT seq::int, part, rule, subject, state, block, data, undoes FROM linchpin_notify.alert ORDER BY 1, 2`,
  )
  return rows
}

/** What a receiver of these alerts holds as fired: `rule subject`. @throws if one fires or clears twice, or undoes what is not there */
export function firedAfter(alerts: readonly AlertRow[]): string[] {
  const fired = new Set<string>()
  const live = new Map<string, AlertRow>()
  for (const alert of alerts) {
    const key = `${alert.rule} ${alert.subject}`
    const undone = alert.undoes === null ? null : live.get(alert.undoes)
    if (alert.undoes !== null && !undone) throw new Error(`${alert.undoes} is undone twice`)
    if (alert.undoes !== null) live.delete(alert.undoes)
    else live.set(`${alert.seq}.${alert.part}`, alert)
    const state = undone
      ? { fired: 'cleared', cleared: 'fired' }[undone.state as string]
      : alert.state
    if (state === 'fired') {
      if (fired.has(key)) throw new Error(`${key} fires twice`)
      fired.add(key)
    }
    if (state === 'cleared' && !fired.delete(key)) throw new Error(`${key} clears twice`)
  }
  return [...fired].sort()
}

/** What the process that delivers holds as fired. */
export async function readFiredKeys(client: Client): Promise<string[]> {
  const { rows } = await client.query('SELECT rule, subject FROM linchpin_notify.fired')
  return rows.map(({ rule, subject }) => `${rule} ${subject}`).sort()
}

/** Whether the rules have seen the whole outbox. */
export async function hasSeenAll(client: Client): Promise<boolean> {
  const { rows } = await client.query(
    'SELECT p.seq = h.seq AS all FROM linchpin_notify.position p, outbox_head h',
  )
  return rows[0]?.all === true
}
