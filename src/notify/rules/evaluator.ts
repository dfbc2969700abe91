import type { Client } from 'pg'
import { type FeedCursor, formatCursor } from '../../store/notify/cursor'
import {
  type NewAlert,
  type OutboxRow,
  type Position,
  readAlertsAt,
  readFired,
  readOutboxAfter,
  readPosition,
  storeRules,
  writeAlerts,
  writePosition,
} from '../../store/notify/evaluation'
import type { Query, Rule, Verdict } from './rule'

/** What one evaluation did. */
export interface Evaluated {
  /** Rows that it read. */
  rows: number
  alerts: number
  /** Rows were deleted before the rules saw them, or the outbox began anew. */
  isGap: boolean
}

type Alert = NewAlert & FeedCursor

/** Evaluates rules, in transactions of the caller. */
export class Evaluator {
  private readonly definitions: ReadonlyMap<string, string>

  constructor(private readonly rules: readonly Rule[]) {
    this.definitions = new Map(rules.map(({ name, spec }) => [name, JSON.stringify(spec)]))
  }

  /**
   * Goes through the next rows of the outbox. Alerts, what is fired and the position are written in the open transaction, whose
   * snapshot must be one.
   * @param withStatus also evaluates the rules about the index itself, and new rules on everything
   */
  async evaluate(client: Client, withStatus: boolean): Promise<Evaluated> {
    const { isGap, isNew, ...position } = await readPosition(client)
    const rows = await readOutboxAfter(client, position.seq)
    if (rows.length === 0 && !withStatus && !isNew) return { rows: 0, alerts: 0, isGap }
    const run = new Run(client, this.rules, position, await readFired(client))
    await run.changes(rows)
    if (withStatus && rows.length === 0) {
      await run.everything(await storeRules(client, this.definitions))
      await run.status()
    }
    await writeAlerts(client, run.alerts)
    if (rows.length > 0 || run.alerts.length > 0 || isNew) await writePosition(client, run.position)
    return { rows: rows.length, alerts: run.alerts.length, isGap }
  }
}

/** One evaluation. */
class Run {
  readonly alerts: Alert[] = []
  private readonly query: Query
  /** Keys to evaluate at the end of the block, by rule. */
  private readonly touched = new Map<string, Set<string>>()

  constructor(
    client: Client,
    private readonly rules: readonly Rule[],
    private at: Position,
    private readonly fired: Map<string, Set<string>>,
  ) {
    this.query = async (text, params) => (await client.query(text, params)).rows
    for (const [rule, key] of at.pending) this.touch(rule, key)
    this.alertsAt = (seqs) => readAlertsAt(client, seqs)
  }

  private readonly alertsAt: (seqs: string[]) => Promise<Map<string, Alert[]>>

  get position(): Position {
    const pending = [...this.touched].flatMap(([rule, keys]) =>
      [...keys].map((key): [string, string] => [rule, key]),
    )
    return { ...this.at, pending }
  }

  async changes(rows: readonly OutboxRow[]): Promise<void> {
    const undone = await this.alertsAt(rows.flatMap(({ undoes }) => (undoes ? [undoes] : [])))
    // Of several rollbacks the state is only left as the last and the deepest of them left it.
    const lowest = lowestRollbacks(rows)
    for (const [index, row] of rows.entries()) {
      this.at = { ...this.at, seq: row.seq, part: 0 }
      if (row.kind === 'undone') {
        this.touchAll(row.data.kind as string, row.data.data as Record<string, unknown>)
        for (const alert of undone.get(row.undoes!) ?? []) this.undo(alert)
      }
      if (row.isUndone) continue
      this.touchAll(row.kind, row.data)
      this.events(row)
      if (row.kind === 'block') await this.evaluateTouched(row.block!, true)
      const to = toOf(row)
      if (to !== null && to <= lowest[index]!) await this.evaluateTouched(to, true)
    }
  }

  /** Evaluates rules on all there is, at the last indexed block. */
  async everything(names: readonly string[]): Promise<void> {
    const block = await this.head()
    if (block === null) return
    for (const { name, state } of this.rules) {
      if (state && names.includes(name)) await this.judge(name, block, null, false)
    }
  }

  async status(): Promise<void> {
    for (const { name, status } of this.rules) {
      if (!status) continue
      const verdicts = await status.judgeStatus(this.query, [...this.firedBy(name)])
      for (const verdict of verdicts) this.decide(name, verdict, null, false)
    }
  }

  private async head(): Promise<number | null> {
    const [row] = await this.query<{ height: number }>('SELECT height FROM cursor')
    return row?.height ?? null
  }

  private events({ kind, subjects, data, block }: OutboxRow): void {
    for (const { name, event } of this.rules) {
      const found = event?.match(kind, subjects, data)
      if (found)
        this.add({ rule: name, ...found, state: 'event', block, undoes: null, undoable: true })
    }
  }

  private touchAll(kind: string, data: Record<string, unknown>): void {
    for (const { name, state } of this.rules) {
      for (const key of state?.touched(kind, data) ?? []) this.touch(name, key)
    }
  }

  private touch(rule: string, key: string): void {
    const keys = this.touched.get(rule)
    if (keys) keys.add(key)
    else this.touched.set(rule, new Set([key]))
  }

  private async evaluateTouched(block: number, undoable: boolean): Promise<void> {
    for (const { name } of this.rules) {
      const keys = this.touched.get(name)
      if (keys) await this.judge(name, block, [...keys], undoable)
    }
    this.touched.clear()
  }

  private async judge(
    name: string,
    block: number,
    keys: string[] | null,
    undoable: boolean,
  ): Promise<void> {
    const rule = this.rules.find((each) => each.name === name)!.state!
    const fired = [...this.firedBy(name)]
    const verdicts = await rule.judge(this.query, block, keys, fired)
    // What it is about may not be there any more.
    const judged = new Set(verdicts.map(({ subject }) => subject))
    for (const subject of fired) {
      if (judged.has(subject) || (keys !== null && !keys.includes(subject))) continue
      verdicts.push({ subject, fires: false, subjects: [subject], data: {} })
    }
    // So that alerts have the same cursors whenever they are evaluated.
    verdicts.sort((a, b) => (a.subject < b.subject ? -1 : 1))
    for (const verdict of verdicts) this.decide(name, verdict, block, undoable)
  }

  private decide(
    rule: string,
    { subject, fires, subjects, data }: Verdict,
    block: number | null,
    undoable: boolean,
  ): void {
    const fired = this.firedBy(rule)
    if (fires === null || fires === fired.has(subject)) return
    const state = fires ? 'fired' : 'cleared'
    this.set(rule, subject, fires)
    this.add({ rule, subject, state, block, subjects, data, undoes: null, undoable })
  }

  private undo(alert: Alert): void {
    const { rule, subject, state, block, subjects, data } = alert
    if (state === 'undone') return
    if (state !== 'event') this.set(rule, subject, state === 'cleared')
    this.add({
      ...{ rule, subject, block, subjects, undoes: formatCursor(alert), undoable: false },
      state: 'undone',
      data: { undone: state, ...data },
    })
  }

  private add(alert: NewAlert): void {
    const { seq, part } = this.at
    this.at = { ...this.at, part: part + 1 }
    const { rule, subject, state, data } = alert
    this.alerts.push({ ...alert, data: { ...data, rule, subject, state }, seq, part: part + 1 })
  }

  private firedBy(rule: string): Set<string> {
    let fired = this.fired.get(rule)
    if (!fired) {
      fired = new Set()
      this.fired.set(rule, fired)
    }
    return fired
  }

  private set(rule: string, subject: string, isFired: boolean): void {
    if (isFired) this.firedBy(rule).add(subject)
    else this.firedBy(rule).delete(subject)
  }
}

/** Block to which a row rolled back; null: it is no rollback. */
function toOf({ kind, data }: OutboxRow): number | null {
  return kind === 'rollback' ? (data.to as { number: number }).number : null
}

/** For each row the lowest block to which a later row rolls back. */
function lowestRollbacks(rows: readonly OutboxRow[]): number[] {
  const lowest = new Array<number>(rows.length)
  let below = Number.POSITIVE_INFINITY
  for (let index = rows.length - 1; index >= 0; index--) {
    lowest[index] = below
    below = Math.min(below, toOf(rows[index]!) ?? below)
  }
  return lowest
}
