import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from 'pg'
import { KINDS } from '../../../src/notify/kinds'
import { ReceiverServer, SECRET } from '../../support/notify/receiver-server'
import {
  firedAfter,
  hasSeenAll,
  RULES,
  readAlerts,
  readFiredKeys,
  writeRules,
} from '../../support/notify/rules'
import { readOutbox } from '../../support/outbox'
import type { Random } from '../random'
import type { Tally } from '../tally'

/** `linchpin notify` with a receiver that fails now and then, killed again and again and restarted. */
export class KilledNotify {
  private child: ChildProcess | null = null
  private isKilling = true
  private isWanted = true
  private killing: Promise<void> = Promise.resolve()
  private output = ''
  /** First row that the receiver must have. */
  private first = 0

  private constructor(
    private readonly url: string,
    private readonly client: Client,
    private readonly receiver: ReceiverServer,
    private readonly rules: string,
    private readonly random: Random,
    private readonly tally: Tally,
  ) {}

  /** Starts on a database with an index. */
  static async start(
    url: string,
    client: Client,
    random: Random,
    tally: Tally,
  ): Promise<KilledNotify> {
    const receiver = await ReceiverServer.start()
    receiver.answer = () => (random.chance(0.01) ? random.pick([500, 503, 302, 404]) : 200)
    const rules = writeRules(
      `${RULES}receivers:\n  - { name: sim, url: "${receiver.url}", secret: "${SECRET}", kinds: [${KINDS.join(', ')}] }\n`,
    )
    const notify = new KilledNotify(url, client, receiver, rules, random, tally)
    notify.run()
    for (;;) {
      const { rows } = await client
        .query('SELECT seq::int FROM linchpin_notify.receiver')
        .catch(() => ({ rows: [] }))
      if (rows[0]) notify.first = rows[0].seq + 1
      if (rows[0]) break
      await wait(50)
    }
    notify.killing = notify.kill()
    return notify
  }

  private run(): void {
    const child = spawn(process.execPath, ['lib/cli/main.js', 'notify'], {
      env: {
        ...process.env,
        DB_URL: this.url,
        LINCHPIN_RULES: this.rules,
        LINCHPIN_NOTIFY_PORT: '0',
        LINCHPIN_WEBHOOK_ADDRESSES: 'any',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.child = child
    child.stderr!.on('data', (text) => {
      this.output = (this.output + text).slice(-3_000)
    })
    child.once('close', () => {
      this.child = null
      // The process that was killed still has the lease: a supervisor would wait.
      if (!this.isWanted) return
      void this.client
        .query('UPDATE linchpin_notify.lease SET name = NULL')
        .catch(() => {})
        .then(() => this.isWanted && this.run())
    })
  }

  private async kill(): Promise<void> {
    while (this.isKilling) {
      await wait(this.random.between(1_500, 5_000))
      if (this.isKilling && this.child?.kill('SIGKILL')) this.tally.add('kills', 'notify')
    }
  }

  /** Waits until everything is delivered. @returns what is wrong */
  async problems(): Promise<string[]> {
    this.isKilling = false
    await this.killing
    const { receiver, client, tally } = this
    const deadline = performance.now() + 240_000
    const isDone = async () => {
      if (!(await hasSeenAll(client))) return false
      const { rows } = await client.query(
        'SELECT (r.seq, r.part) = (p.seq, p.part) AS done FROM linchpin_notify.receiver r, linchpin_notify.position p',
      )
      return rows[0].done
    }
    while (!(await isDone())) {
      if (performance.now() > deadline) return [`notify: never done: ${this.output.slice(-1_500)}`]
      await wait(200)
    }
    const alerts = await readAlerts(client)
    const expected = [
      ...(await readOutbox(client))
        .filter(({ seq }) => seq >= this.first)
        .map(({ seq }) => [seq, 0]),
      ...alerts.filter(({ seq }) => seq >= this.first).map(({ seq, part }) => [seq, part]),
    ]
      .sort(([a, b], [c, d]) => a! - c! || b! - d!)
      .map(([seq, part]) => (part === 0 ? `${seq}` : `${seq}.${part}`))
    const found = receiver.distinct
      .map(({ cursor }) => cursor)
      .filter((cursor) => Number.parseInt(cursor, 10) >= this.first)
    tally.add('webhooks', 'messages', found.length)
    tally.add('webhooks', 'repeated', receiver.taken.length - receiver.distinct.length)
    tally.add('webhooks', 'not taken', receiver.requests.length - receiver.taken.length)
    tally.add(
      'webhooks',
      'undone',
      receiver.distinct.filter(({ undoes }) => undoes !== null).length,
    )
    const problems: string[] = []
    const at = expected.findIndex((cursor, index) => cursor !== found[index])
    if (at >= 0 || found.length !== expected.length) {
      problems.push(
        `webhooks: ${found.length} of ${expected.length}; expected ${expected[at]}, found ${found[at]}`,
      )
    }
    if (receiver.forged > 0) problems.push(`webhooks: ${receiver.forged} without a valid signature`)
    const fired = firedAfter(alerts).join()
    if (fired !== (await readFiredKeys(client)).join())
      problems.push('alerts: what is fired does not follow from them')
    return problems
  }

  async end(): Promise<void> {
    this.isKilling = false
    this.isWanted = false
    await this.killing
    const { child } = this
    if (child && child.exitCode === null) {
      const closed = once(child, 'close')
      child.kill('SIGKILL')
      await closed
    }
    await this.receiver.close()
  }
}
